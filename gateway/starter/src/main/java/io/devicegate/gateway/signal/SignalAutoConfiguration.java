package io.devicegate.gateway.signal;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.telemetry.SignalMetrics;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/** The cache of signals, and what fills it. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties(SignalProperties.class)
class SignalAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  SignalCache devicegateSignals(
      SignalProperties properties, SignalMetrics metrics, ObjectProvider<Clock> clocks) {
    SignalCache signals =
        new SignalCache(properties.maxEntries(), clocks.getIfUnique(Clock::systemUTC), metrics);
    if (properties.areRequired()) {
      signals.awaitAll();
    }
    return signals;
  }

  @Bean(initMethod = "start", destroyMethod = "close")
  @ConditionalOnProperty("devicegate.signals.url")
  SignalPoller devicegateSignalPoller(
      SignalProperties properties,
      SignalCache cache,
      SignalMetrics metrics,
      ObjectProvider<Clock> clocks) {
    return new SignalPoller(properties, cache, metrics, clocks.getIfUnique(Clock::systemUTC));
  }
}
