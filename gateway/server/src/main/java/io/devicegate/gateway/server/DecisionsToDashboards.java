package io.devicegate.gateway.server;

import com.github.benmanes.caffeine.cache.Ticker;
import io.devicegate.dashboards.collector.EventIntake;
import io.devicegate.gateway.decisionlog.DecisionExporter;
import io.devicegate.gateway.decisionlog.DecisionFields;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.gateway.server.CallsCountedTogether.Calls;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import io.devicegate.rules.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Hands the gateway's decisions to the dashboards of the same process, as events of the type {@code
 * decision}: every refusal, and the calls that {@link CallsCountedTogether} tells one by one; the
 * others as one event for each kind with their {@code count}. Storing each call would cost more
 * than the gateway's own work on it.
 *
 * <p>A full intake takes none of a batch and counts them; the gateway never waits for it.
 */
@Component
@ConditionalOnBooleanProperty(
    name = {"devicegate.enabled", "devicegate.dashboards.enabled"},
    matchIfMissing = true)
final class DecisionsToDashboards implements DecisionExporter, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(DecisionsToDashboards.class);

  private static final String TYPE = "decision";

  /** A commit costs as much as the work on fifty requests, however few events are in it. */
  private static final long HAND_OVER_MILLIS = 500;

  private static final int MOST_WAITING = 500;

  private final EventIntake intake;
  private final CallsCountedTogether calls;
  private final List<Event> waiting = new ArrayList<>();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "devicegate-to-dashboards");
            thread.setDaemon(true);
            return thread;
          });

  DecisionsToDashboards(EventIntake intake, ServerProperties properties) {
    this.intake = intake;
    this.calls = new CallsCountedTogether(properties.calls().tellAgain(), Ticker.systemTicker());
    repeat(this::handOver, HAND_OVER_MILLIS);
    repeat(this::count, properties.calls().countFor().toMillis());
  }

  private void repeat(Runnable task, long millis) {
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(task, millis, millis, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void export(List<DecisionRecord> batch) {
    for (DecisionRecord decision : batch) {
      if (!decision.effect().equals(DecisionRecord.ALLOW) || calls.isAlone(decision)) {
        waiting.add(event(decision));
      }
    }
    if (waiting.size() >= MOST_WAITING) {
      handOver();
    }
  }

  /** Hands over what was counted so far. */
  @Override
  public void close() {
    clock.shutdownNow();
    count();
    handOver();
  }

  private synchronized void count() {
    calls.drain().forEach(counted -> waiting.add(event(counted)));
  }

  private synchronized void handOver() {
    try {
      intake.offer(waiting);
    } catch (RuntimeException e) {
      // An exception would end the schedule.
      log.warn("{} decisions are not on the dashboards", waiting.size(), e);
    }
    waiting.clear();
  }

  private Event event(DecisionRecord decision) {
    return new Event(
        Event.GATEWAY,
        decision.decisionId(),
        TYPE,
        decision.time(),
        new Subject(decision.client(), decision.subject(), null, decision.ip()),
        DecisionFields.json(decision, false));
  }

  /** Holds what all of them have in common. */
  private Event event(Calls counted) {
    DecisionRecord last = counted.last();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("time", last.time().toString());
    content.put("effect", last.effect());
    content.put("route", last.route());
    put(content, "tenant", last.tenant());
    put(content, "client", last.client());
    put(content, "protocol", last.protocol());
    content.put("count", counted.count());
    content.put(
        "description",
        counted.count()
            + (counted.count() == 1 ? " call" : " calls")
            + " of route "
            + last.route());
    return new Event(
        Event.GATEWAY,
        last.decisionId(),
        TYPE,
        last.time(),
        new Subject(last.client(), null, null, null),
        JsonWriter.write(content));
  }

  private static void put(Map<String, Object> content, String name, @Nullable String value) {
    if (value != null) {
      content.put(name, value);
    }
  }
}
