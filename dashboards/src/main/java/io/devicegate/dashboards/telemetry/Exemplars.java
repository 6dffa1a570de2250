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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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

  private static final PrometheusNamingConvention NAMES = new PrometheusNamingConvention();

  private final Map<Series, Exemplar> latest = new ConcurrentHashMap<>();

  /** Notes what one series of a counter counted. */
  void note(DashboardMetric metric, StoredEvent counted, String... values) {
    Event event = counted.event();
    if (event.id().length() > LONGEST_ID) {
      return;
    }
    Series series =
        new Series(
            NAMES.name(metric.id(), Meter.Type.COUNTER, metric.unit()),
            Labels.of(metric.labels().toArray(String[]::new), values));
    if (latest.size() < MOST || latest.containsKey(series)) {
      String name = event.source().equals(Event.AUTH0) ? "log_id" : "decision_id";
      latest.put(
          series,
          Exemplar.builder()
              .value((double) counted.weight())
              .labels(Labels.of(name, event.id()))
              .timestampMillis(counted.received().toEpochMilli())
              .build());
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
    if (!(snapshot instanceof CounterSnapshot counter)
        || latest.keySet().stream().noneMatch(it -> isOf(it, snapshot))) {
      return snapshot;
    }
    return new CounterSnapshot(
        counter.getMetadata(),
        counter.getDataPoints().stream().map(it -> with(it, counter)).toList());
  }

  private static boolean isOf(Series series, MetricSnapshot snapshot) {
    return series.metric().equals(snapshot.getMetadata().getPrometheusName());
  }

  private CounterDataPointSnapshot with(CounterDataPointSnapshot point, CounterSnapshot of) {
    @Nullable Exemplar exemplar =
        latest.get(new Series(of.getMetadata().getPrometheusName(), point.getLabels()));
    return exemplar == null
        ? point
        : new CounterDataPointSnapshot(
            point.getValue(), point.getLabels(), exemplar, point.getCreatedTimestampMillis());
  }

  private record Series(String metric, Labels labels) {}

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
