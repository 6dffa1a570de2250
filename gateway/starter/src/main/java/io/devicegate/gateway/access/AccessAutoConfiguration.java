package io.devicegate.gateway.access;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.decisionlog.DecisionLog;
import io.devicegate.gateway.login.LoginCheck;
import io.devicegate.gateway.telemetry.DecisionSpans;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.devicegate.gateway.token.BearerTokenReader;
import io.devicegate.gateway.token.TokenVerifier;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;

/** The enforcement point and the filters that ask it. */
@AutoConfiguration
@ConditionalOnDevicegate
@EnableConfigurationProperties(TokenCacheProperties.class)
class AccessAutoConfiguration {

  private static final Duration ROUTES_TIMEOUT = Duration.ofSeconds(10);

  @Bean
  @ConditionalOnMissingBean
  EnforcementPoint devicegateEnforcementPoint(
      BearerTokenReader reader,
      TokenVerifier verifier,
      ObjectProvider<LoginCheck> login,
      TokenCacheProperties properties,
      GatewayMetrics metrics,
      ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfUnique(Clock::systemUTC);
    AssessmentCache cache = new AssessmentCache(properties, metrics, clock);
    LoginCheck loginCheck = login.getIfAvailable(() -> LoginCheck.NONE);
    return new EnforcementPoint(
        reader, new TokenAssessor(cache, verifier, loginCheck, properties, clock), clock);
  }

  @Bean
  @ConditionalOnMissingBean
  DevicegateFilter devicegateFilter(
      EnforcementPoint enforcementPoint,
      GatewayMetrics metrics,
      DecisionSpans spans,
      DecisionLog decisionLog,
      ObjectProvider<Clock> clocks) {
    return new DevicegateFilter(
        enforcementPoint,
        new DecisionReporter(metrics, spans, decisionLog, clocks.getIfUnique(Clock::systemUTC)));
  }

  @Bean
  @ConditionalOnMissingBean
  IdentityHeadersFilter devicegateIdentityHeadersFilter() {
    return new IdentityHeadersFilter();
  }

  @Bean
  SmartInitializingSingleton devicegateRouteRequirements(ObjectProvider<RouteLocator> routes) {
    return () -> routes.ifAvailable(AccessAutoConfiguration::check);
  }

  private static void check(RouteLocator locator) {
    RouteRequirements.check(
        locator.getRoutes().collectList().blockOptional(ROUTES_TIMEOUT).orElseThrow());
  }
}
