package io.devicegate.gateway.decisionlog;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The decision log, with every exporter of the application besides the one that logs. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties(DecisionLogProperties.class)
class DecisionLogAutoConfiguration {

  /** First, so that no other exporter's waiting delays the line that says what was decided. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  LoggingDecisionExporter devicegateLoggingDecisionExporter(DecisionLogProperties properties) {
    return new LoggingDecisionExporter(properties.format());
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @ConditionalOnMissingBean
  DecisionLog devicegateDecisionLog(
      DecisionLogProperties properties,
      ObjectProvider<DecisionExporter> exporters,
      GatewayMetrics metrics) {
    return new DecisionLog(properties, exporters.orderedStream().toList(), metrics);
  }
}
