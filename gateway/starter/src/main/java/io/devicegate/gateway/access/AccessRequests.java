package io.devicegate.gateway.access;

import io.devicegate.gateway.edge.Credentials;
import io.devicegate.gateway.edge.EdgeFilter;
import io.devicegate.gateway.telemetry.TelemetryName;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;

/** Reads an {@link AccessRequest} from an exchange. */
final class AccessRequests {

  private static final Credentials UNREAD = new Credentials.None(false);

  private AccessRequests() {}

  /**
   * Reads a request of a route.
   *
   * @param charged whether it may be charged to budgets other than its route's
   */
  static AccessRequest of(ServerWebExchange exchange, RoutePolicies.Guard guard, boolean charged) {
    ServerHttpRequest request = exchange.getRequest();
    HttpHeaders headers = request.getHeaders();
    return new AccessRequest(
        guard.route().getId(),
        guard.policy(),
        guard.budgets() == null && !charged ? null : new Permit(guard.budgets()),
        request.getMethod().name(),
        request.getURI().getRawPath(),
        Credentials.of(headers::getOrEmpty, request.getURI().getRawQuery()),
        address(exchange),
        headers.getFirst(HttpHeaders.USER_AGENT),
        () -> SenderRequests.of(request));
  }

  /** A request that is refused before it is known which route it would take. */
  static AccessRequest beforeRouting(ServerWebExchange exchange) {
    ServerHttpRequest request = exchange.getRequest();
    return new AccessRequest(
        TelemetryName.NOT_ROUTED,
        null,
        null,
        request.getMethod().name(),
        request.getURI().getRawPath(),
        UNREAD,
        address(exchange),
        request.getHeaders().getFirst(HttpHeaders.USER_AGENT),
        () -> SenderRequests.of(request));
  }

  static @Nullable Span span(ServerWebExchange exchange) {
    return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
        .map(context -> context.<TracingContext>get(TracingContext.class))
        .map(TracingContext::getSpan)
        .orElse(null);
  }

  private static @Nullable String address(ServerWebExchange exchange) {
    if (exchange.getAttribute(EdgeFilter.CLIENT_ADDRESS) instanceof InetAddress client) {
      return client.getHostAddress();
    }
    InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
    return remote == null || remote.getAddress() == null
        ? null
        : remote.getAddress().getHostAddress();
  }
}
