package io.devicegate.dashboards.telemetry;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.rules.event.Event;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Remembers for each series of a counter the event that it last counted, so that a point of a chart
 * leads to an event: {@code log_id} of the tenant's, {@code decision_id} of the gateway's.
 *
 * <p>Micrometer's own exemplars know traces only, so these are put in when Prometheus asks. They
 * are sent in the OpenMetrics format, which a Prometheus with {@code
 * --enable-feature=exemplar-storage} asks for. Bounded by the metrics' own budgets. Thread-safe.
 */
public final class Exemplars {

  private static final int MOST = 4_000;

  /** OpenMetrics allows 128 characters, names included. */
  private static final int LONGEST_ID = 100;

  private static final Map<String, DashboardMetric> BY_NAME = new HashMap<>();

  static {
    PrometheusNamingConvention names = new PrometheusNamingConvention();
    for (DashboardMetric metric : DashboardMetric.values()) {
      BY_NAME.put(names.name(metric.id(), Meter.Type.COUNTER, metric.unit()), metric);
    }
  }

  private final Map<Series, Counted> latest = new ConcurrentHashMap<>();

  /** Notes what one series of a counter counted. */
  void note(DashboardMetric metric, StoredEvent counted, List<String> values) {
    Event event = counted.event();
    Series series = new Series(metric, values);
    if (event.id().length() <= LONGEST_ID && (latest.size() < MOST || latest.containsKey(series))) {
      latest.put(
          series, new Counted(event.source(), event.id(), counted.weight(), counted.received()));
    }
  }

  /** A registry that gives them out. */
  public PrometheusRegistry registry() {
    return new Registry();
  }

  private MetricSnapshots with(MetricSnapshots snapshots) {
    return new MetricSnapshots(snapshots.stream().map(this::with).toList());
  }

  private MetricSnapshot with(MetricSnapshot snapshot) {
    DashboardMetric metric = BY_NAME.get(snapshot.getMetadata().getPrometheusName());
    if (metric == null || !(snapshot instanceof CounterSnapshot counter)) {
      return snapshot;
    }
    return new CounterSnapshot(
        counter.getMetadata(),
        counter.getDataPoints().stream().map(point -> with(point, metric)).toList());
  }

  private CounterDataPointSnapshot with(CounterDataPointSnapshot point, DashboardMetric metric) {
    List<String> values = metric.labels().stream().map(point.getLabels()::get).toList();
    Counted counted = latest.get(new Series(metric, values));
    return counted == null
        ? point
        : new CounterDataPointSnapshot(
            point.getValue(),
            point.getLabels(),
            counted.exemplar(),
            point.getCreatedTimestampMillis());
  }

  private record Series(DashboardMetric metric, List<String> values) {}

  private record Counted(String source, String id, long weight, Instant received) {

    Exemplar exemplar() {
      String name = source.equals(Event.AUTH0) ? "log_id" : "decision_id";
      return Exemplar.builder()
          .value((double) weight)
          .labels(Labels.of(name, id))
          .timestampMillis(received.toEpochMilli())
          .build();
    }
  }

  private final class Registry extends PrometheusRegistry {

    @Override
    public MetricSnapshots scrape() {
      return with(super.scrape());
    }

    @Override
    public MetricSnapshots scrape(PrometheusScrapeRequest request) {
      return with(super.scrape(request));
    }

    @Override
    public MetricSnapshots scrape(Predicate<String> names) {
      return with(super.scrape(names));
    }

    @Override
    public MetricSnapshots scrape(Predicate<String> names, PrometheusScrapeRequest request) {
      return with(super.scrape(names, request));
    }
  }
}
