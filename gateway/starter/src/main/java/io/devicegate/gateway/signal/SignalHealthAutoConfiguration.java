package io.devicegate.gateway.signal;

import io.devicegate.gateway.ConditionalOnDevicegate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the feed of signals, where there is one and the application has health at all. */
@AutoConfiguration(after = SignalAutoConfiguration.class)
@ConditionalOnDevicegate
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("devicegate-signals")
@ConditionalOnBean(SignalPoller.class)
class SignalHealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "devicegateSignalsHealthIndicator")
  HealthIndicator devicegateSignalsHealthIndicator(
      SignalPoller poller, SignalCache signals, SignalProperties properties) {
    return new SignalHealthIndicator(poller, signals, properties.staleAfter());
  }
}
