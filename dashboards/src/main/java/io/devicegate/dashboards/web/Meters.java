package io.devicegate.dashboards.web;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The meters of this process, whoever registered them. So the gateway's own can be shown when it
 * runs here, without this module knowing it; when it runs elsewhere there are none.
 */
final class Meters {

  private final MeterRegistry registry;

  Meters(MeterRegistry registry) {
    this.registry = registry;
  }

  boolean has(String name) {
    return !meters(name).isEmpty();
  }

  /** Sum over all labels; of a timer how many times. */
  double sum(String name) {
    return meters(name).stream().mapToDouble(Meters::value).filter(Double::isFinite).sum();
  }

  /** Sum of those with this label. */
  double sum(String name, String label, String value) {
    return by(name, label).getOrDefault(value, 0.0);
  }

  /** Sums by the values of a label. */
  Map<String, Double> by(String name, String label) {
    return by(meters(name), label);
  }

  /** Sums by the values of a label, of those whose other label has this value. */
  Map<String, Double> by(String name, String label, String other, String value) {
    return by(registry.find(name).tag(other, value).meters(), label);
  }

  private static Map<String, Double> by(Collection<Meter> meters, String label) {
    Map<String, Double> sums = new TreeMap<>();
    for (Meter meter : meters) {
      double value = value(meter);
      if (Double.isFinite(value)) {
        sums.merge(label(meter, label), value, Double::sum);
      }
    }
    return sums;
  }

  /** The timers of this name that have taken a time. */
  List<Timer> timers(String name) {
    return registry.find(name).timers().stream().filter(timer -> timer.count() > 0).toList();
  }

  Collection<Meter> meters(String name) {
    return registry.find(name).meters();
  }

  static String label(Meter meter, String label) {
    return Objects.requireNonNullElse(meter.getId().getTag(label), "");
  }

  static double value(Meter meter) {
    if (meter instanceof Counter counter) {
      return counter.count();
    }
    if (meter instanceof FunctionCounter counter) {
      return counter.count();
    }
    if (meter instanceof Gauge gauge) {
      return gauge.value();
    }
    return meter instanceof Timer timer ? timer.count() : Double.NaN;
  }

  static String mean(Timer timer) {
    return milliseconds(timer.mean(TimeUnit.NANOSECONDS));
  }

  static String max(Timer timer) {
    return milliseconds(timer.max(TimeUnit.NANOSECONDS));
  }

  /** Below a second in milliseconds, above in words. */
  private static String milliseconds(double nanos) {
    return nanos < 1e9
        ? String.format(Locale.ROOT, nanos < 1e7 ? "%.2f ms" : "%.0f ms", nanos / 1e6)
        : Words.duration(Duration.ofNanos(Math.round(nanos)));
  }
}
