package io.devicegate.dashboards.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Counts what detections do. Thread-safe; never throws. */
public final class DetectionMetrics {

  private static final int RULES = 500;
  private static final int KINDS = 100;

  private final Meters meters;
  private final LabelBudget rules = new LabelBudget(RULES);
  private final LabelBudget kinds = new LabelBudget(KINDS);
  private final Set<String> shownKinds = ConcurrentHashMap.newKeySet();
  private volatile Supplier<Map<String, Long>> live = Map::of;

  public DetectionMetrics(MeterRegistry registry) {
    this.meters = new Meters(registry);
    // A counter that shows zero before its first event lets an alert see the first one.
    meters.counter(DashboardMetric.DETECTION_DROPPED);
    meters.counter(DashboardMetric.DETECTION_KEYS_EVICTED);
    meters.counter(DashboardMetric.DETECTION_SIGNALS_EVICTED);
    meters.counter(DashboardMetric.DETECTION_RELOADS, "success");
    meters.counter(DashboardMetric.DETECTION_RELOADS, "failure");
  }

  public void looked(long events) {
    meters.counter(DashboardMetric.DETECTION_EVENTS).increment((double) events);
  }

  public void skipped(String reason, long events) {
    if (events > 0) {
      meters.counter(DashboardMetric.DETECTION_SKIPPED, reason).increment((double) events);
    }
  }

  public void dropped(int events) {
    if (events > 0) {
      meters.counter(DashboardMetric.DETECTION_DROPPED).increment((double) events);
    }
  }

  public void keysEvicted(long keys) {
    meters.counter(DashboardMetric.DETECTION_KEYS_EVICTED).increment((double) keys);
  }

  public void signalsEvicted(long signals) {
    meters.counter(DashboardMetric.DETECTION_SIGNALS_EVICTED).increment((double) signals);
  }

  public void raised(String rule) {
    meters.counter(DashboardMetric.DETECTION_SIGNALS, rules.admit(rule)).increment();
  }

  public void reloaded(boolean used) {
    meters.counter(DashboardMetric.DETECTION_RELOADS, used ? "success" : "failure").increment();
  }

  /** Records how long after its arrival an event came to the detections. */
  public void lag(Duration age) {
    meters.timer(DashboardMetric.DETECTION_LAG).record(age.isNegative() ? Duration.ZERO : age);
  }

  public void watchWaiting(Supplier<Number> waiting) {
    meters.gauge(DashboardMetric.DETECTION_WAITING, waiting);
  }

  public void watchKeys(Supplier<Number> keys) {
    meters.gauge(DashboardMetric.DETECTION_KEYS, keys);
  }

  /** Shows how many signals hold, by their kinds. */
  public void watchLive(Supplier<Map<String, Long>> byKind) {
    live = byKind;
  }

  /** Makes a kind of signals known, so that it is shown from its first signal on. */
  public void known(String kind) {
    String label = kinds.admit(kind);
    if (shownKinds.add(label)) {
      meters.gauge(DashboardMetric.DETECTION_LIVE_SIGNALS, () -> live(label), label);
    }
  }

  private long live(String label) {
    return live.get().entrySet().stream()
        .filter(count -> kinds.admit(count.getKey()).equals(label))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
