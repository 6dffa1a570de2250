package io.devicegate.gateway.access;

import io.devicegate.gateway.ConditionalOnDevicegate;
import io.devicegate.gateway.decisionlog.DecisionLog;
import io.devicegate.gateway.edge.ExternalOrigins;
import io.devicegate.gateway.login.LoginCheck;
import io.devicegate.gateway.policy.AccessPolicies;
import io.devicegate.gateway.proof.DpopSettings;
import io.devicegate.gateway.proof.ProofAlgorithm;
import io.devicegate.gateway.proof.SenderConstraint;
import io.devicegate.gateway.protocol.ProtocolGrader;
import io.devicegate.gateway.signal.SignalCache;
import io.devicegate.gateway.telemetry.DecisionSpans;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.devicegate.gateway.token.SignatureWork;
import io.devicegate.gateway.token.Tenant;
import io.devicegate.gateway.token.TenantTokens;
import io.devicegate.gateway.token.TokenCacheProperties;
import io.devicegate.gateway.token.TokenProperties;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The enforcement point and the filters that ask it. */
@AutoConfiguration(afterName = "io.devicegate.gateway.policy.PolicyAutoConfiguration")
@ConditionalOnDevicegate
@EnableConfigurationProperties({BudgetsProperties.class, ResourceMetadataProperties.class})
class AccessAutoConfiguration {

  private static final Logger log = LoggerFactory.getLogger(AccessAutoConfiguration.class);

  private static final Duration ROUTES_TIMEOUT = Duration.ofSeconds(10);

  private static final Duration METADATA_AGE = Duration.ofMinutes(5);

  @Bean
  RoutePolicies devicegateRoutePolicies(BudgetsProperties budgets) {
    return new RoutePolicies(budgets.settings(), System::nanoTime);
  }

  @Bean
  RateClasses devicegateRateClasses(BudgetsProperties budgets) {
    return new RateClasses(budgets.settings(), System::nanoTime);
  }

  @Bean
  PolicyCheck devicegatePolicyCheck(
      ObjectProvider<AccessPolicies> policies, RateClasses rateClasses) {
    return new PolicyCheck(policies.getIfAvailable(), rateClasses);
  }

  @Bean
  PolicyHeaders devicegatePolicyHeaders(ObjectProvider<AccessPolicies> policies) {
    return new PolicyHeaders(policies.getIfAvailable());
  }

  @Bean
  @ConditionalOnMissingBean
  EnforcementPoint devicegateEnforcementPoint(
      TenantTokens tokens,
      ProtocolGrader grader,
      ObjectProvider<LoginCheck> login,
      TokenProperties token,
      TokenCacheProperties properties,
      SenderConstraint constraint,
      SignatureWork work,
      PolicyCheck policies,
      SignalCache signals,
      ObjectProvider<Clock> clocks) {
    Clock clock = clocks.getIfUnique(Clock::systemUTC);
    LoginVerdicts logins =
        new LoginVerdicts(
            login.getIfAvailable(() -> LoginCheck.NONE), properties.failureTtl(), clock);
    return new EnforcementPoint(
        new TokenAssessor(tokens, grader, logins, policies, properties.maxInFlight(), clock),
        new SenderCheck(constraint, work, tokens.allRequireDpop()),
        policies,
        signals,
        Math.toIntExact(token.maxSize().toBytes()),
        clock);
  }

  @Bean
  DecisionReporter devicegateDecisionReporter(
      GatewayMetrics metrics,
      DecisionSpans spans,
      DecisionLog decisionLog,
      ObjectProvider<Clock> clocks) {
    return new DecisionReporter(metrics, spans, decisionLog, clocks.getIfUnique(Clock::systemUTC));
  }

  @Bean
  ProtectedResource devicegateProtectedResource(
      ExternalOrigins origins,
      RoutePolicies policies,
      Environment environment,
      ObjectProvider<DpopSettings> proofs) {
    List<String> algorithms =
        proofs.stream()
            .flatMap(settings -> settings.algorithms().stream())
            .map(ProofAlgorithm::id)
            .toList();
    return new ProtectedResource(origins, policies, issuers(environment), algorithms);
  }

  @Bean
  RefusalWriter devicegateRefusalWriter(
      ProtectedResource resource, ResourceMetadataProperties properties) {
    return new RefusalWriter(resource, properties.enabled());
  }

  @Bean
  EarlyRefusals devicegateEarlyRefusals(
      DecisionReporter reporter, RefusalWriter writer, ObjectProvider<Clock> clocks) {
    DecisionIds ids = new DecisionIds(clocks.getIfUnique(Clock::systemUTC));
    return new EarlyRefusals(ids, reporter, writer);
  }

  @Bean
  @ConditionalOnMissingBean
  DevicegateFilter devicegateFilter(
      EnforcementPoint enforcementPoint,
      DecisionReporter reporter,
      RoutePolicies policies,
      RefusalWriter writer,
      PolicyHeaders policyHeaders,
      ObjectProvider<AccessPolicies> accessPolicies,
      RateClasses rateClasses) {
    boolean charged = accessPolicies.getIfAvailable() != null && !rateClasses.isEmpty();
    return new DevicegateFilter(
        enforcementPoint, reporter, policies, writer, policyHeaders, charged);
  }

  /** RFC 9728; before the gateway's own routes, as all router functions are. */
  @Bean
  @ConditionalOnBooleanProperty(
      name = "devicegate.resource-metadata.enabled",
      matchIfMissing = true)
  RouterFunction<ServerResponse> devicegateResourceMetadata(ProtectedResource resource) {
    return RouterFunctions.route()
        .GET(ProtectedResource.WELL_KNOWN + "/{*resource}", request -> metadata(request, resource))
        .build();
  }

  @Bean
  static HeadersCopiedOnce devicegateHeadersCopiedOnce() {
    return new HeadersCopiedOnce();
  }

  @Bean
  IdentityHeadersFilter devicegateIdentityHeadersFilter(PolicyHeaders policies) {
    return new IdentityHeadersFilter(policies);
  }

  @Bean
  InterimAnswerFilter devicegateInterimAnswerFilter() {
    return new InterimAnswerFilter();
  }

  @Bean
  UpstreamFailureFilter devicegateUpstreamFailureFilter() {
    return new UpstreamFailureFilter();
  }

  @Bean
  SmartInitializingSingleton devicegateRouteCheck(
      ObjectProvider<RouteLocator> routes, RoutePolicies policies) {
    return () -> routes.ifAvailable(locator -> policies.check(routesNow(locator)));
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

  private static Mono<ServerResponse> metadata(ServerRequest request, ProtectedResource resource) {
    String path = request.pathVariable("resource");
    Map<String, Object> metadata =
        resource.metadata(request.exchange().getRequest(), path.equals("/") ? "" : path);
    return metadata == null
        ? ServerResponse.notFound().build()
        : ServerResponse.ok()
            .cacheControl(CacheControl.maxAge(METADATA_AGE))
            .contentType(MediaType.APPLICATION_JSON)
            .bodyValue(metadata);
  }

  /** What everybody may know of {@code devicegate.tenants}. */
  static List<ProtectedResource.Issuer> issuers(Environment environment) {
    return Binder.get(environment)
        .bind("devicegate.tenants", Bindable.listOf(Tenant.class))
        .orElse(List.of())
        .stream()
        .map(ProtectedResource.Issuer::of)
        .toList();
  }
}
