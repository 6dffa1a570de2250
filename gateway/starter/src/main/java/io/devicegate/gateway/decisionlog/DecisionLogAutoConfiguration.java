package io.devicegate.gateway.decisionlog;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The decision log, with every exporter of the application besides the one that logs. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties(DecisionLogProperties.class)
class DecisionLogAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  LoggingDecisionExporter devicegateLoggingDecisionExporter() {
    return new LoggingDecisionExporter();
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
