package io.devicegate.gateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The meters of signals. Kinds come from the detections; beyond 100 of them, new ones share one
 * label.
 */
public final class SignalMetrics {

  private static final int MAX_KINDS = 100;
  private static final String OTHER_KINDS = "other";

  private final MeterRegistry registry;
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<String, Counter> observations = new ConcurrentHashMap<>();
  private final Set<String> kinds = ConcurrentHashMap.newKeySet();
  private volatile Supplier<Map<String, Long>> active = Map::of;

  public SignalMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Shows how many signals hold, by their kinds. */
  public void active(Supplier<Map<String, Long>> byKind) {
    active = byKind;
  }

  /** Makes a kind known, so that it is shown from its first signal on. */
  public void received(String kind) {
    label(kind);
  }

  /** Counts a request that a signal was about, and whether it was refused by it. */
  public void met(String kind, boolean refused) {
    (refused ? refusals : observations).computeIfAbsent(label(kind), requests(refused)).increment();
  }

  /** Records how long after its event a signal first refused a request. */
  public void enforced(String kind, Instant raised, Instant refused) {
    Duration delay = Duration.between(raised, refused);
    Timer.builder(TelemetryName.SIGNAL_ENFORCEMENT_DELAY.wireName())
        .tag(TelemetryName.KIND.wireName(), label(kind))
        .register(registry)
        .record(delay.isNegative() ? Duration.ZERO : delay);
  }

  /** Counts a signal that was not kept, by why not. */
  public void dropped(String cause) {
    Counter.builder(TelemetryName.SIGNALS_DROPPED.wireName())
        .tag(TelemetryName.RESULT.wireName(), cause)
        .register(registry)
        .increment();
  }

  /** Counts a poll of the feed, by its result: {@code success}, or why it failed. */
  public void polled(String result) {
    Counter.builder(TelemetryName.SIGNAL_FEED_POLLS.wireName())
        .tag(TelemetryName.RESULT.wireName(), result)
        .register(registry)
        .increment();
  }

  /** Shows how long ago the feed last answered, in seconds. */
  public void sinceContact(Supplier<Number> seconds) {
    Gauge.builder(TelemetryName.SIGNAL_FEED_SINCE_CONTACT.wireName(), seconds)
        .baseUnit("seconds")
        .register(registry);
  }

  private Function<String, Counter> requests(boolean refused) {
    return label ->
        Counter.builder(TelemetryName.SIGNAL_REQUESTS.wireName())
            .tag(TelemetryName.KIND.wireName(), label)
            .tag(TelemetryName.EFFECT.wireName(), refused ? "refuse" : "allow")
            .register(registry);
  }

  private String label(String kind) {
    if (kinds.contains(kind)) {
      return kind;
    }
    String label = kinds.size() < MAX_KINDS ? kind : OTHER_KINDS;
    if (kinds.add(label)) {
      Gauge.builder(TelemetryName.SIGNALS_ACTIVE.wireName(), () -> active(label))
          .tag(TelemetryName.KIND.wireName(), label)
          .register(registry);
    }
    return label;
  }

  private long active(String label) {
    return active.get().entrySet().stream()
        .filter(count -> label(count.getKey()).equals(label))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
