package io.devicegate.gateway.token;

import io.devicegate.gateway.ConditionalOnDevicegate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the tenants' keys, where the application has health at all. */
@AutoConfiguration(after = TokenAutoConfiguration.class)
@ConditionalOnDevicegate
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("devicegate-keys")
class KeysHealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "devicegateKeysHealthIndicator")
  HealthIndicator devicegateKeysHealthIndicator(TenantKeys keys) {
    return new KeysHealthIndicator(keys);
  }
}
