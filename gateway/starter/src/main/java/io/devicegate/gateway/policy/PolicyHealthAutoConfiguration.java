package io.devicegate.gateway.policy;

import io.devicegate.gateway.ConditionalOnDevicegate;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/** The health of the access policies, where the application has health at all. */
@AutoConfiguration(after = PolicyAutoConfiguration.class)
@ConditionalOnDevicegate
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(AccessPolicies.class)
@ConditionalOnEnabledHealthIndicator("devicegate-policies")
class PolicyHealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = "devicegatePoliciesHealthIndicator")
  HealthIndicator devicegatePoliciesHealthIndicator(AccessPolicies policies) {
    return new PolicyHealthIndicator(policies);
  }
}
