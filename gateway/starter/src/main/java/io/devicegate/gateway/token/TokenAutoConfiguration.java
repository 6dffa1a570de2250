package io.devicegate.gateway.token;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.time.Clock;
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
    return new TokenVerifier(
        devicegate.tenants(), client, keys, metrics, clock.getIfUnique(Clock::systemUTC));
  }
}
