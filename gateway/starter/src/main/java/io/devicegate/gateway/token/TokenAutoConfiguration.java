package io.devicegate.gateway.token;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.web.reactive.function.client.WebClient;

/** The token check, for the tenants of {@code devicegate.tenants}. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties({
  DevicegateProperties.class,
  TokenProperties.class,
  KeysProperties.class
})
class TokenAutoConfiguration {

  private static final Logger log = LoggerFactory.getLogger(TokenAutoConfiguration.class);

  @Bean
  @ConditionalOnMissingBean
  IssuerClient devicegateIssuerClient(
      ObjectProvider<WebClient.Builder> builder, KeysProperties properties) {
    return new IssuerClient(builder.getIfAvailable(WebClient::builder), properties);
  }

  @Bean
  @ConditionalOnMissingBean
  BearerTokenReader devicegateBearerTokenReader(TokenProperties properties) {
    return new BearerTokenReader(properties);
  }

  @Bean
  @ConditionalOnMissingBean
  TokenVerifier devicegateTokenVerifier(
      DevicegateProperties devicegate,
      KeysProperties keys,
      IssuerClient client,
      GatewayMetrics metrics,
      ObjectProvider<Clock> clock) {
    devicegate.tenants().stream()
        .filter(TenantValidation::isInsecure)
        .forEach(
            tenant ->
                log.warn(
                    "devicegate.tenants: the keys of {} come over plain HTTP (expected: https),"
                        + " so whoever is on the way can forge tokens",
                    tenant.name()));
    return new TokenVerifier(
        devicegate.tenants(), client, keys, metrics, clock.getIfUnique(Clock::systemUTC));
  }
}
