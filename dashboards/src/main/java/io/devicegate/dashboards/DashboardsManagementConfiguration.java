package io.devicegate.dashboards;

import io.devicegate.dashboards.collector.Collector;
import io.devicegate.dashboards.collector.TenantDoctor;
import io.devicegate.dashboards.incident.IncidentReader;
import io.devicegate.dashboards.query.GapReader;
import io.devicegate.dashboards.query.LiveFeed;
import io.devicegate.dashboards.query.OverviewReader;
import io.devicegate.dashboards.query.QueryApi;
import io.devicegate.dashboards.query.QueryProperties;
import io.devicegate.dashboards.query.ReadAccess;
import io.devicegate.dashboards.query.StoryReader;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.web.PageProperties;
import io.devicegate.dashboards.web.Pages;
import io.devicegate.dashboards.web.Reports;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;

/**
 * What speaks HTTP, on the port of the actuator.
 *
 * <p>Boot builds that port's own child context; the pipeline itself lives in the application's
 * context. With one port for both, everything is on it.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnBean(Collector.class)
public class DashboardsManagementConfiguration {

  @Bean
  RouterFunction<ServerResponse> devicegateIngestRoutes(Collector collector) {
    return collector.routes();
  }

  @Bean
  ReadAccess devicegateReadAccess(QueryProperties properties) {
    return new ReadAccess(properties);
  }

  @Bean
  GapReader devicegateGapReader(EventStore store, Collector collector) {
    return new GapReader(store, collector.crosscheck());
  }

  @Bean
  RouterFunction<ServerResponse> devicegateQueryRoutes(
      EventStore store,
      GapReader gaps,
      OverviewReader reader,
      IncidentReader incidents,
      Taxonomy taxonomy,
      LiveFeed feed,
      SignalFeed signals,
      Collector collector,
      TenantDoctor doctor,
      ReadAccess access,
      ObjectProvider<Clock> clock) {
    return new QueryApi(
            store,
            gaps,
            reader,
            incidents,
            taxonomy,
            feed,
            signals,
            collector.ledger(),
            doctor,
            clock.getIfAvailable(Clock::systemUTC))
        .routes()
        .filter(access);
  }

  @Bean
  RouterFunction<ServerResponse> devicegatePageRoutes(
      EventStore store,
      GapReader gaps,
      OverviewReader reader,
      IncidentReader incidents,
      Taxonomy taxonomy,
      SignalFeed signals,
      Collector collector,
      TenantDoctor doctor,
      ObjectProvider<MeterRegistry> registry,
      ReadAccess access,
      PageProperties properties,
      ObjectProvider<Clock> clock) {
    Clock now = clock.getIfAvailable(Clock::systemUTC);
    Reports reports =
        new Reports(
            store,
            gaps,
            reader,
            signals,
            collector.ledger(),
            doctor,
            registry.getIfAvailable(SimpleMeterRegistry::new),
            now);
    return new Pages(
            reader,
            incidents,
            new StoryReader(store, taxonomy),
            taxonomy,
            signals,
            reports,
            properties,
            now)
        .routes()
        .filter(access);
  }
}
