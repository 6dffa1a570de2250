package io.devicegate.gateway.token;

import com.github.benmanes.caffeine.cache.Ticker;
import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.devicegate.gateway.token.TenantTokens.TenantVerifier;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;

/** The token check, for the tenants of {@code devicegate.tenants}. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties({
  DevicegateProperties.class,
  TokenProperties.class,
  TokenCacheProperties.class,
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
  TokenCache devicegateTokenCache(TokenCacheProperties properties, ObjectProvider<Clock> clock) {
    return new TokenCache(
        properties.settings(), clock.getIfUnique(Clock::systemUTC), Ticker.systemTicker());
  }

  @Bean
  @ConditionalOnMissingBean
  SignatureWork devicegateSignatureWork(TokenProperties properties) {
    return new SignatureWork(properties.threads(), properties.verificationQueue());
  }

  @Bean
  @ConditionalOnMissingBean
  TenantKeys devicegateTenantKeys(
      DevicegateProperties devicegate,
      KeysProperties defaults,
      TokenCache cache,
      GatewayMetrics metrics,
      ApplicationEventPublisher events,
      ObjectProvider<Clock> clock) {
    Map<JwksSettings.Fetch, KeyFetcher> fetchers = new HashMap<>();
    Map<String, JwksSource> keys = new LinkedHashMap<>();
    for (Tenant tenant : devicegate.tenants()) {
      KeysProperties own = tenant.keys();
      JwksSettings settings = (own == null ? defaults : own).settings();
      keys.put(
          tenant.name(),
          new JwksSource(
              location(tenant),
              settings,
              fetchers.computeIfAbsent(settings.fetch(), HttpKeyFetcher::new),
              clock.getIfUnique(Clock::systemUTC),
              new JwksReporter(tenant.name(), metrics, cache::evict, events::publishEvent)));
    }
    keys.forEach((tenant, source) -> show(tenant, source, metrics));
    return new TenantKeys(keys);
  }

  @Bean
  @ConditionalOnMissingBean
  TenantTokens devicegateTenantTokens(
      DevicegateProperties devicegate,
      TokenProperties properties,
      TenantKeys keys,
      TokenCache cache,
      SignatureWork work,
      GatewayMetrics metrics,
      ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfUnique(Clock::systemUTC);
    JwtLimits limits = properties.limits();
    List<TenantVerifier> verifiers =
        devicegate.tenants().stream()
            .map(
                tenant -> {
                  TokenPolicy policy = policy(tenant, limits);
                  return new TenantVerifier(
                      tenant,
                      policy,
                      new TokenVerifier(policy, keys.of(tenant.name()), cache, clock, work));
                })
            .toList();
    return new TenantTokens(
        verifiers, OpaqueTokenCheck.of(devicegate.tenants(), clock), limits, cache, metrics, clock);
  }

  /** For an application's own reactive security chain; routes of the gateway do not need it. */
  @Bean
  @ConditionalOnMissingBean
  ReactiveJwtDecoder devicegateReactiveJwtDecoder(TenantTokens tokens) {
    return new StrictReactiveJwtDecoder(tokens);
  }

  /** For an application's own code that may block. */
  @Bean
  @ConditionalOnMissingBean
  JwtDecoder devicegateJwtDecoder(TenantTokens tokens) {
    return new StrictJwtDecoder(tokens, jwt -> OAuth2TokenValidatorResult.success());
  }

  private static void show(String tenant, JwksSource keys, GatewayMetrics metrics) {
    metrics.keys(
        tenant,
        Arrays.stream(JwksState.values()).map(JwksState::label).toList(),
        () -> keys.status().state().label(),
        () -> keys.status().untilClosed().toSeconds(),
        () -> keys.status().keyCount());
  }

  private static KeyLocation location(Tenant tenant) {
    return tenant.jwksUri() == null
        ? new KeyLocation.Discovered(tenant.issuer(), tenant.dialect().keyHosts())
        : new KeyLocation.Given(tenant.issuer(), tenant.jwksUri());
  }

  private static TokenPolicy policy(Tenant tenant, JwtLimits limits) {
    IssuerDialect dialect = tenant.dialect();
    Set<String> issuers = new LinkedHashSet<>(tenant.additionalIssuers());
    issuers.add(tenant.issuer());
    return new TokenPolicy(
        tenant.name(),
        issuers,
        tenant.audiences(),
        tenant.algorithms().stream()
            .map(name -> JwsAlgorithm.ofHeaderValue(name).orElseThrow())
            .collect(Collectors.toUnmodifiableSet()),
        dialect.types(),
        dialect.typeRequired(),
        tenant.clockSkew(),
        tenant.maxLifetime(),
        dialect.highSAllowed(),
        limits);
  }
}
