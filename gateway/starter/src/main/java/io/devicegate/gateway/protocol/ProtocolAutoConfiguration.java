package io.devicegate.gateway.protocol;

import io.devicegate.gateway.ConditionalOnDevicegate;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** How tokens are graded. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties(EvidenceProperties.class)
class ProtocolAutoConfiguration {

  /** Filled by whoever reads the issuer's log; empty, and so without effect, when nobody does. */
  @Bean
  @ConditionalOnMissingBean(DeviceExchangeEvidence.class)
  LoggedExchanges devicegateLoggedExchanges(
      EvidenceProperties properties, ObjectProvider<Clock> clock) {
    return new LoggedExchanges(properties.maxExchanges(), clock.getIfUnique(Clock::systemUTC));
  }

  @Bean
  @ConditionalOnMissingBean
  ProtocolGrader devicegateProtocolGrader(DeviceExchangeEvidence evidence) {
    return new ProtocolGrader(evidence);
  }
}
