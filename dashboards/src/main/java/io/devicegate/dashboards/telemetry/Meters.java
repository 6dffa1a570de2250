package io.devicegate.dashboards.telemetry;

import io.devicegate.dashboards.store.StoredEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Meters as {@link DashboardMetric} describes them. */
final class Meters {

  private final MeterRegistry registry;

  private final Exemplars exemplars;

  Meters(MeterRegistry registry) {
    this(registry, new Exemplars());
  }

  /** Makes meters that give examples of what {@link #count} counts. */
  Meters(MeterRegistry registry, Exemplars exemplars) {
    this.registry = registry;
    this.exemplars = exemplars;
  }

  /** Counts an event, as often as it stands for, and keeps it as an example. */
  void count(DashboardMetric metric, StoredEvent event, String... values) {
    counter(metric, values).increment((double) event.weight());
    exemplars.note(metric, event, List.of(values));
  }

  Counter counter(DashboardMetric metric, String... values) {
    return Counter.builder(metric.id())
        .description(metric.description())
        .baseUnit(metric.unit())
        .tags(tags(metric, values))
        .register(registry);
  }

  Timer timer(DashboardMetric metric) {
    return Timer.builder(metric.id()).description(metric.description()).register(registry);
  }

  /** A timer whose buckets Prometheus can compute quantiles of. */
  Timer histogram(DashboardMetric metric, Duration[] buckets, String... values) {
    return Timer.builder(metric.id())
        .description(metric.description())
        .serviceLevelObjectives(buckets)
        .tags(tags(metric, values))
        .register(registry);
  }

  void gauge(DashboardMetric metric, Supplier<Number> value, String... values) {
    Gauge.builder(metric.id(), value)
        .description(metric.description())
        .baseUnit(metric.unit())
        .tags(tags(metric, values))
        .register(registry);
  }

  private static String[] tags(DashboardMetric metric, String... values) {
    List<String> labels = metric.labels();
    if (labels.size() != values.length) {
      throw new IllegalArgumentException(metric.id() + ": expected values for " + labels);
    }
    String[] tags = new String[values.length * 2];
    for (int i = 0; i < values.length; i++) {
      tags[2 * i] = labels.get(i);
      tags[2 * i + 1] = values[i];
    }
    return tags;
  }
}
