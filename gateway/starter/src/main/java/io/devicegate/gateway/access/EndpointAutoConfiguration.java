package io.devicegate.gateway.access;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.policy.AccessPolicies;
import io.devicegate.gateway.signal.SignalCache;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/** The actuator's endpoint, where there is an actuator. */
@AutoConfiguration(after = AccessAutoConfiguration.class)
@ConditionalOnDevicegate
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
class EndpointAutoConfiguration {

  @Bean
  @ConditionalOnAvailableEndpoint
  DevicegateEndpoint devicegateEndpoint(
      RouteLocator routes,
      RoutePolicies policies,
      Environment environment,
      SignalCache signals,
      ObjectProvider<AccessPolicies> access) {
    return new DevicegateEndpoint(
        routes,
        policies,
        AccessAutoConfiguration.issuers(environment),
        signals,
        access.getIfAvailable());
  }
}
