package io.devicegate.gateway.access;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
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

  private final EnforcementPoint enforcementPoint;
  private final DecisionReporter reporter;

  DevicegateFilter(EnforcementPoint enforcementPoint, DecisionReporter reporter) {
    this.enforcementPoint = enforcementPoint;
    this.reporter = reporter;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
    AccessRequest request = AccessRequests.of(exchange, route);
    DecisionReporter.Watch watch = reporter.start(request, requestSpan(exchange));
    // Reported by whoever decides, so that a client that leaves meanwhile is on record too.
    CompletableFuture<Decision> deciding =
        enforcementPoint.decide(request).thenApply(watch::decided);
    if (deciding.isDone()) {
      return proceed(exchange, chain, deciding.join());
    }
    // Whoever completes the decision has better things to do than to serve this request.
    return Mono.fromFuture(deciding, true)
        .publishOn(Schedulers.parallel())
        .flatMap(decision -> proceed(exchange, chain, decision));
  }

  @Override
  public int getOrder() {
    return ORDER;
  }

  private static Mono<Void> proceed(
      ServerWebExchange exchange, GatewayFilterChain chain, Decision decision) {
    if (decision instanceof Decision.Refuse refuse) {
      return answer(exchange, RefusalResponse.of(refuse));
    }
    exchange.getAttributes().put(DECISION_ATTRIBUTE, decision);
    if (decision instanceof Decision.Allow allow && allow.dpopNonce() != null) {
      exchange.getResponse().getHeaders().set(RefusalResponse.DPOP_NONCE, allow.dpopNonce());
    }
    DevicePrincipal principal = decision.principal();
    if (principal != null) {
      exchange.getAttributes().put(DevicePrincipal.ATTRIBUTE, principal);
    }
    return chain.filter(withoutIdentityHeaders(exchange));
  }

  /** For routes that end in this process and so never come by {@link IdentityHeadersFilter}. */
  private static ServerWebExchange withoutIdentityHeaders(ServerWebExchange exchange) {
    return IdentityHeaders.anyReserved(exchange.getRequest().getHeaders())
        ? exchange.mutate().request(r -> r.headers(IdentityHeaders::strip)).build()
        : exchange;
  }

  private static Mono<Void> answer(ServerWebExchange exchange, RefusalResponse refusal) {
    ServerHttpResponse response = exchange.getResponse();
    response.setStatusCode(HttpStatusCode.valueOf(refusal.status()));
    refusal.headers().forEach(response.getHeaders()::set);
    if (HttpMethod.HEAD.equals(exchange.getRequest().getMethod())) {
      return response.setComplete();
    }
    DataBuffer body =
        response.bufferFactory().wrap(refusal.body().getBytes(StandardCharsets.UTF_8));
    return response.writeWith(Mono.just(body));
  }

  private static @Nullable Span requestSpan(ServerWebExchange exchange) {
    return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
        .map(context -> context.<TracingContext>get(TracingContext.class))
        .map(TracingContext::getSpan)
        .orElse(null);
  }
}
