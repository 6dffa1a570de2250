package io.devicegate.gateway.telemetry;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters and spans, by the application's registry and tracer where it has them. */
@AutoConfiguration
@ConditionalOnDevicegate
class TelemetryAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  GatewayMetrics devicegateMetrics(ObjectProvider<MeterRegistry> registry) {
    // An empty composite counts nothing and keeps nothing.
    return new GatewayMetrics(registry.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  @ConditionalOnMissingBean
  AccessMetrics devicegateAccessMetrics(ObjectProvider<MeterRegistry> registry) {
    return new AccessMetrics(registry.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  @ConditionalOnMissingBean
  SignalMetrics devicegateSignalMetrics(ObjectProvider<MeterRegistry> registry) {
    return new SignalMetrics(registry.getIfAvailable(CompositeMeterRegistry::new));
  }

  @Bean
  @ConditionalOnMissingBean
  DecisionSpans devicegateDecisionSpans(ObjectProvider<Tracer> tracer) {
    return new DecisionSpans(tracer.getIfAvailable(() -> Tracer.NOOP));
  }
}
