package io.devicegate.gateway.access;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import io.devicegate.gateway.edge.HeaderNames;
import java.util.concurrent.CompletableFuture;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

/**
 * Asks the enforcement point about every request of every route, before any other filter could send
 * something upstream, and lets it through or answers it.
 */
public final class DevicegateFilter implements GlobalFilter, Ordered {

  /** Before every filter that reads the body, changes the request or calls somebody. */
  public static final int ORDER = HIGHEST_PRECEDENCE + 10;

  /** Attribute of the exchange that holds the {@link Decision}. */
  public static final String DECISION_ATTRIBUTE = Decision.class.getName();

  private static final int NO_ANSWER = 0;

  private final EnforcementPoint enforcementPoint;
  private final DecisionReporter reporter;

  private final RoutePolicies policies;
  private final RefusalWriter writer;
  private final PolicyHeaders policyHeaders;
  private final boolean charged;

  /**
   * Creates the filter.
   *
   * @param charged whether access policies may charge requests of any route to a budget
   */
  DevicegateFilter(
      EnforcementPoint enforcementPoint,
      DecisionReporter reporter,
      RoutePolicies policies,
      RefusalWriter writer,
      PolicyHeaders policyHeaders,
      boolean charged) {
    this.enforcementPoint = enforcementPoint;
    this.reporter = reporter;
    this.policies = policies;
    this.writer = writer;
    this.policyHeaders = policyHeaders;
    this.charged = charged;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
    AccessRequest request = AccessRequests.of(exchange, policies.of(route), charged);
    Permit permit = request.permit();
    return permit == null
        ? serve(exchange, chain, request)
        : Mono.defer(() -> serve(exchange, chain, request)).doFinally(end -> permit.end());
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  private Mono<Void> serve(
      ServerWebExchange exchange, GatewayFilterChain chain, AccessRequest request) {
    DecisionReporter.Watch watch = reporter.start(request, AccessRequests.span(exchange));
    // Reported by whoever decides, so that a client that leaves meanwhile is on record too.
    CompletableFuture<Decision> deciding =
        enforcementPoint.decide(request).thenApply(watch::decided);
    if (deciding.isDone()) {
      return proceed(exchange, chain, request, deciding.join());
    }
    // Whoever completes the decision has better things to do than to serve this request.
    return Mono.fromFuture(deciding, true)
        .publishOn(Schedulers.parallel())
        .flatMap(decision -> proceed(exchange, chain, request, decision));
  }

  private Mono<Void> proceed(
      ServerWebExchange exchange,
      GatewayFilterChain chain,
      AccessRequest request,
      Decision decision) {
    if (decision instanceof Decision.Refuse refuse) {
      return writer.write(exchange, refuse, request.policy(), null);
    }
    exchange.getAttributes().put(DECISION_ATTRIBUTE, decision);
    if (decision instanceof Decision.Allow allow && allow.dpopNonce() != null) {
      exchange.getResponse().getHeaders().set(RefusalResponse.DPOP_NONCE, allow.dpopNonce());
    }
    DevicePrincipal principal = decision.principal();
    if (principal != null) {
      exchange.getAttributes().put(DevicePrincipal.ATTRIBUTE, principal);
    }
    long begun = System.nanoTime();
    return chain
        .filter(withoutIdentityHeaders(exchange))
        .doFinally(end -> reporter.called(request.route(), status(exchange, end), begun));
  }

  private static int status(ServerWebExchange exchange, SignalType end) {
    HttpStatusCode status = exchange.getResponse().getStatusCode();
    return status == null || end == SignalType.CANCEL ? NO_ANSWER : status.value();
  }

  /** For routes that end in this process and so never come by {@link IdentityHeadersFilter}. */
  private ServerWebExchange withoutIdentityHeaders(ServerWebExchange exchange) {
    return HeaderNames.any(
            exchange.getRequest(), name -> IdentityHeaders.isReserved(name, policyHeaders))
        ? exchange
            .mutate()
            .request(r -> r.headers(h -> IdentityHeaders.strip(h, policyHeaders)))
            .build()
        : exchange;
  }
}
