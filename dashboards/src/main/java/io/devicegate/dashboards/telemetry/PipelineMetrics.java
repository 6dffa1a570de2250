package io.devicegate.dashboards.telemetry;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.rules.event.Event;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/** Counts what the pipeline does. Thread-safe; never throws. */
public final class PipelineMetrics {

  private static final int UNKNOWN_TYPES = 50;
  private static final int REASONS = 40;

  /** What an alert waits for and may not come for weeks. */
  private static final List<String> ALERTED_TYPES = List.of("api_limit");

  private static final Duration[] LAG_BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(250),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofSeconds(60),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30)
  };

  private final Meters meters;
  private final Timer tenantLag;
  private final Timer deliveryLag;
  private final Timer ourLag;
  private final LabelBudget unknownTypes = new LabelBudget(UNKNOWN_TYPES);
  private final LabelBudget reasons = new LabelBudget(REASONS);

  /** Makes meters without examples of what they count. */
  public PipelineMetrics(MeterRegistry registry) {
    this(registry, new Exemplars());
  }

  /** Makes the meters. */
  public PipelineMetrics(MeterRegistry registry, Exemplars exemplars) {
    this.meters = new Meters(registry, exemplars);
    this.tenantLag = lag("tenant");
    this.deliveryLag = lag("delivery");
    this.ourLag = lag("process");
    // A counter that shows zero before its first event lets an alert see the first one.
    meters.counter(DashboardMetric.AUTH0_UNKNOWN_EVENTS);
    meters.counter(DashboardMetric.STREAM_DROPPED);
    for (String source : List.of(Event.AUTH0, Event.GATEWAY)) {
      meters.counter(DashboardMetric.INGEST_RECEIVED, source);
      meters.counter(DashboardMetric.INGEST_FAILED, source, "queue_full");
      meters.counter(DashboardMetric.INGEST_FAILED, source, "store_unavailable");
    }
    meters.counter(DashboardMetric.INGEST_REFUSED, "unauthorized");
    for (String type : ALERTED_TYPES) {
      meters.counter(DashboardMetric.AUTH0_EVENTS, type, "none", "failure");
    }
  }

  public void received(String source, int events) {
    meters.counter(DashboardMetric.INGEST_RECEIVED, source).increment(events);
  }

  public void duplicates(String source, int events) {
    meters.counter(DashboardMetric.INGEST_DUPLICATES, source).increment(events);
  }

  public void rejected(String source, String reason) {
    meters.counter(DashboardMetric.INGEST_REJECTED, source, reason).increment();
  }

  public void failed(String source, String reason, int events) {
    meters.counter(DashboardMetric.INGEST_FAILED, source, reason).increment(events);
  }

  public void refused(String reason) {
    meters.counter(DashboardMetric.INGEST_REFUSED, reason).increment();
  }

  /** Counts a request for a part of the tenant's log. */
  public void polled(String result) {
    meters.counter(DashboardMetric.POLLER_POLLS, result).increment();
  }

  /** Counts events that were in the log before the place that reading had come to. */
  public void filled(int events) {
    meters.counter(DashboardMetric.POLLER_FILLED).increment(events);
  }

  /** Counts events that viewers did not get; one for each viewer. */
  public void streamDropped(long events) {
    meters.counter(DashboardMetric.STREAM_DROPPED).increment((double) events);
  }

  public void commitTook(Duration duration) {
    meters.timer(DashboardMetric.STORE_COMMIT).record(duration);
  }

  /** Counts events of a source that are now on disk. */
  public void stored(String source, int events) {
    meters.counter(DashboardMetric.INGEST_STORED, source).increment(events);
  }

  /** Counts what events that are now on disk say. */
  public void stored(List<StoredEvent> events, Instant committed) {
    for (StoredEvent event : events) {
      stored(event, committed);
    }
  }

  /** Shows how many of the doctor's checks of a kind ended so. */
  public void watchChecks(String check, String result, Supplier<Number> count) {
    meters.gauge(DashboardMetric.DOCTOR_CHECKS, count, check, result);
  }

  public void watchWaiting(Supplier<Number> waiting) {
    meters.gauge(DashboardMetric.INGEST_WAITING, waiting);
  }

  public void watchSilence(String source, Supplier<Number> seconds) {
    meters.gauge(DashboardMetric.SOURCE_SILENCE, seconds, source);
  }

  public void watchMissed(String channel, Supplier<Number> minutes) {
    meters.gauge(DashboardMetric.CHANNEL_MISSED, minutes, channel);
  }

  public void watchDeadLetters(Supplier<Number> kept) {
    meters.gauge(DashboardMetric.DEAD_LETTERS, kept);
  }

  public void watchCursorAge(Supplier<Number> seconds) {
    meters.gauge(DashboardMetric.POLLER_CURSOR_AGE, seconds);
  }

  public void watchViewers(Supplier<Number> viewers) {
    meters.gauge(DashboardMetric.STREAM_VIEWERS, viewers);
  }

  private void stored(StoredEvent event, Instant committed) {
    String source = event.event().source();
    if (source.equals(Event.AUTH0)) {
      storedFromTenant(event, committed);
    } else if (source.equals(Event.GATEWAY)) {
      String reason = reasons.admit(Objects.requireNonNullElse(event.reason(), "none"));
      meters.count(DashboardMetric.DECISIONS, event, event.outcome().label(), reason);
    }
  }

  private void storedFromTenant(StoredEvent event, Instant committed) {
    boolean known = event.outcome() != Outcome.UNKNOWN;
    String type = event.event().type();
    meters.count(
        DashboardMetric.AUTH0_EVENTS,
        event,
        known ? type : unknownTypes.admit(type),
        event.stage().label(),
        event.outcome().label());
    if (!known) {
      meters.counter(DashboardMetric.AUTH0_UNKNOWN_EVENTS).increment();
    }
    lag(event, committed);
  }

  private void lag(StoredEvent event, Instant committed) {
    LogIdTime.of(event.event().id())
        .ifPresent(
            logged -> {
              record(tenantLag, event.event().time(), logged);
              record(deliveryLag, logged, event.received());
            });
    record(ourLag, event.received(), committed);
  }

  private Timer lag(String segment) {
    return meters.histogram(DashboardMetric.INGEST_LAG, LAG_BUCKETS, segment);
  }

  /** A clock that runs ahead gives a negative age; that is counted as none. */
  private static void record(Timer lag, Instant from, Instant to) {
    Duration age = Duration.between(from, to);
    lag.record(age.isNegative() ? Duration.ZERO : age);
  }
}
