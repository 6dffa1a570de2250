package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.collector.CommitListener;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.telemetry.Exemplars;
import io.devicegate.dashboards.telemetry.FlowMetrics;
import io.devicegate.dashboards.telemetry.FlowMetrics.Ending;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Counts stored events as the verdict reads them, so that alerts and the page agree. */
public final class StepCounter implements CommitListener {

  /** Where the sources tell of success. */
  private static final List<Stage> SUCCEED =
      List.of(Stage.LOGIN, Stage.EXCHANGE, Stage.CALL, Stage.REFRESH);

  private final FlowMetrics metrics;
  private final StepPairs loginsAndExchanges = new StepPairs();
  private final StepPairs exchangesAndCalls = new StepPairs();

  public StepCounter(MeterRegistry registry, Exemplars exemplars) {
    this.metrics =
        new FlowMetrics(
            registry,
            exemplars,
            Arrays.stream(Family.values()).flatMap(StepCounter::endings).toList());
  }

  @Override
  public void committed(List<StoredEvent> events) {
    events.forEach(this::count);
  }

  private void count(StoredEvent stored) {
    EventCount kind = kind(stored);
    Stage step = Family.step(kind);
    if (step == null) {
      return;
    }
    Family family = Family.of(kind);
    Ending ending = ending(step, family);
    if (family == Family.SUCCESS) {
      metrics.succeeded(ending, stored);
      time(step, stored.event());
      return;
    }
    metrics.failed(ending, reason(kind), stored);
  }

  /** Commits come one at a time, on the writer's thread. */
  private void time(Stage step, Event event) {
    Subject subject = event.subject();
    Instant time = event.time();
    switch (step) {
      case LOGIN ->
          loginsAndExchanges.before(subject, time).ifPresent(it -> took(step, Stage.EXCHANGE, it));
      case EXCHANGE -> {
        loginsAndExchanges.after(subject, time).ifPresent(it -> took(Stage.LOGIN, step, it));
        exchangesAndCalls.before(subject, time).ifPresent(it -> took(step, Stage.CALL, it));
      }
      case CALL ->
          exchangesAndCalls.after(subject, time).ifPresent(it -> took(Stage.EXCHANGE, step, it));
      default -> {}
    }
  }

  private void took(Stage from, Stage to, Duration duration) {
    metrics.took(from.label(), to.label(), duration);
  }

  private static EventCount kind(StoredEvent stored) {
    Event event = stored.event();
    return new EventCount(
        event.source(),
        event.type(),
        stored.stage(),
        stored.outcome(),
        stored.reason(),
        stored.weight());
  }

  private static String reason(EventCount kind) {
    return Objects.requireNonNullElse(kind.reason(), kind.type());
  }

  private static Stream<Ending> endings(Family family) {
    List<Stage> steps = family == Family.SUCCESS ? SUCCEED : Flow.steps(family);
    return steps.stream().map(step -> ending(step, family));
  }

  private static Ending ending(Stage step, Family family) {
    return new Ending(step.label(), family.name().toLowerCase(Locale.ROOT));
  }
}
