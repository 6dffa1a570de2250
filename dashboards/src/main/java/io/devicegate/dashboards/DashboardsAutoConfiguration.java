package io.devicegate.dashboards;

import io.devicegate.dashboards.collector.Collector;
import io.devicegate.dashboards.collector.CollectorProperties;
import io.devicegate.dashboards.collector.CommitListener;
import io.devicegate.dashboards.collector.TenantDoctor;
import io.devicegate.dashboards.detection.BundleProperties;
import io.devicegate.dashboards.detection.DetectionProperties;
import io.devicegate.dashboards.detection.Detections;
import io.devicegate.dashboards.incident.IncidentReader;
import io.devicegate.dashboards.incident.StepCounter;
import io.devicegate.dashboards.privacy.PrivacyProperties;
import io.devicegate.dashboards.privacy.PrivateEventStore;
import io.devicegate.dashboards.query.LiveFeed;
import io.devicegate.dashboards.query.OverviewReader;
import io.devicegate.dashboards.query.QueryProperties;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.signal.SignalListener;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreProperties;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.DetectionMetrics;
import io.devicegate.dashboards.telemetry.Exemplars;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.devicegate.dashboards.web.PageProperties;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The event pipeline: store, intake, metrics. What speaks HTTP is in {@link
 * DashboardsManagementConfiguration}.
 */
// Before, so that with one port for everything the routes' condition already sees the collector.
// And before Boot makes a registry of Prometheus' own.
@AutoConfiguration(
    before = {
      ManagementContextAutoConfiguration.class,
      PrometheusMetricsExportAutoConfiguration.class
    })
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBooleanProperty(name = "devicegate.dashboards.enabled", matchIfMissing = true)
@EnableConfigurationProperties({
  CollectorProperties.class,
  StoreProperties.class,
  PrivacyProperties.class,
  DetectionProperties.class,
  BundleProperties.class,
  QueryProperties.class,
  PageProperties.class
})
public class DashboardsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Taxonomy devicegateTaxonomy() {
    return Taxonomy.load();
  }

  @Bean
  @ConditionalOnMissingBean
  EventStore devicegateEventStore(
      StoreProperties properties, PrivacyProperties privacy, ObjectProvider<Clock> clock) {
    return PrivateEventStore.over(
        DuckDbEventStore.open(properties),
        privacy,
        properties.retention(),
        clock.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  Exemplars devicegateExemplars() {
    return new Exemplars();
  }

  /** In place of Boot's own, which knows no event. */
  @Bean
  @ConditionalOnMissingBean
  PrometheusRegistry devicegatePrometheusRegistry(Exemplars exemplars) {
    return exemplars.registry();
  }

  @Bean
  PipelineMetrics devicegatePipelineMetrics(
      ObjectProvider<MeterRegistry> registry, Exemplars exemplars) {
    return new PipelineMetrics(registry.getIfAvailable(SimpleMeterRegistry::new), exemplars);
  }

  @Bean
  LiveFeed devicegateLiveFeed(Taxonomy taxonomy, PipelineMetrics metrics, EventStore store) {
    return new LiveFeed(taxonomy, metrics, store::kept);
  }

  @Bean
  DetectionMetrics devicegateDetectionMetrics(ObjectProvider<MeterRegistry> registry) {
    return new DetectionMetrics(registry.getIfAvailable(SimpleMeterRegistry::new));
  }

  @Bean
  SignalFeed devicegateSignalFeed(
      DetectionProperties properties,
      ObjectProvider<SignalListener> listeners,
      DetectionMetrics metrics,
      ObjectProvider<Clock> clock) {
    return new SignalFeed(
        properties.maxSignals(),
        listeners.orderedStream().toList(),
        metrics,
        clock.getIfAvailable(Clock::systemUTC));
  }

  @Bean(initMethod = "start")
  Detections devicegateDetections(
      DetectionProperties properties,
      BundleProperties bundle,
      EventStore store,
      SignalFeed feed,
      DetectionMetrics metrics,
      ObjectProvider<Clock> clock) {
    return new Detections(
        properties, bundle, store, feed, metrics, clock.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  HealthIndicator devicegateDetectionsHealthIndicator(Detections detections) {
    return detections.health();
  }

  @Bean
  OverviewReader devicegateOverviewReader(EventStore store, Taxonomy taxonomy) {
    return new OverviewReader(store, taxonomy);
  }

  @Bean
  IncidentReader devicegateIncidentReader(
      EventStore store, SignalFeed signals, ObjectProvider<Clock> clock) {
    return new IncidentReader(store, signals, clock.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  StepCounter devicegateStepCounter(ObjectProvider<MeterRegistry> registry, Exemplars exemplars) {
    return new StepCounter(registry.getIfAvailable(SimpleMeterRegistry::new), exemplars);
  }

  @Bean
  Collector devicegateCollector(
      CollectorProperties properties,
      EventStore store,
      StoreProperties storeProperties,
      Taxonomy taxonomy,
      PipelineMetrics metrics,
      ObjectProvider<CommitListener> listeners,
      ObjectProvider<Clock> clock) {
    return new Collector(
        properties,
        store,
        storeProperties.retention(),
        taxonomy,
        metrics,
        listeners.orderedStream().toList(),
        clock.getIfAvailable(Clock::systemUTC));
  }

  @Bean(initMethod = "start")
  TenantDoctor devicegateTenantDoctor(
      CollectorProperties properties, PipelineMetrics metrics, ObjectProvider<Clock> clock) {
    return new TenantDoctor(properties, metrics, clock.getIfAvailable(Clock::systemUTC));
  }

  @Bean
  @ConditionalOnProperty("devicegate.collector.poller.url")
  HealthIndicator devicegatePollerHealthIndicator(Collector collector) {
    return collector.pollerHealth();
  }

  @Bean
  HealthIndicator devicegateIntakeHealthIndicator(Collector collector) {
    return collector.health();
  }
}
