package io.devicegate.gateway.access;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.decisionlog.DecisionLog;
import io.devicegate.gateway.login.LoginCheck;
import io.devicegate.gateway.proof.SenderConstraint;
import io.devicegate.gateway.protocol.ProtocolGrader;
import io.devicegate.gateway.telemetry.DecisionSpans;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.devicegate.gateway.token.BearerTokenReader;
import io.devicegate.gateway.token.SignatureWork;
import io.devicegate.gateway.token.TenantTokens;
import io.devicegate.gateway.token.TokenCacheProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;

/** The enforcement point and the filters that ask it. */
@AutoConfiguration
@ConditionalOnDevicegate
class AccessAutoConfiguration {

  private static final Logger log = LoggerFactory.getLogger(AccessAutoConfiguration.class);

  private static final Duration ROUTES_TIMEOUT = Duration.ofSeconds(10);

  @Bean
  @ConditionalOnMissingBean
  EnforcementPoint devicegateEnforcementPoint(
      BearerTokenReader reader,
      TenantTokens tokens,
      ProtocolGrader grader,
      ObjectProvider<LoginCheck> login,
      TokenCacheProperties properties,
      SenderConstraint constraint,
      SignatureWork work,
      ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfUnique(Clock::systemUTC);
    LoginVerdicts logins =
        new LoginVerdicts(
            login.getIfAvailable(() -> LoginCheck.NONE), properties.failureTtl(), clock);
    return new EnforcementPoint(
        reader,
        new TokenAssessor(tokens, grader, logins, properties.maxInFlight(), clock),
        new SenderCheck(constraint, work),
        clock);
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
  IdentityHeadersFilter devicegateIdentityHeadersFilter() {
    return new IdentityHeadersFilter();
  }

  @Bean
  SmartInitializingSingleton devicegateRouteRequirements(ObjectProvider<RouteLocator> routes) {
    return () -> routes.ifAvailable(locator -> RouteRequirements.check(routesNow(locator)));
  }

  /**
   * Routes that cannot be had yet are no reason not to start: they refuse when they turn up wrong.
   */
  private static List<Route> routesNow(RouteLocator locator) {
    return locator
        .getRoutes()
        .collectList()
        .timeout(ROUTES_TIMEOUT)
        .doOnError(
            e -> log.warn("The routes' requirements cannot be checked yet: {}", e.toString()))
        .onErrorReturn(List.of())
        .blockOptional()
        .orElseThrow();
  }
}
