package io.devicegate.gateway.access;

import io.devicegate.gateway.proof.ProofMode;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;

/** Reads an {@link AccessRequest} from an exchange. */
final class AccessRequests {

  private static final Logger log = LoggerFactory.getLogger(AccessRequests.class);

  private AccessRequests() {}

  static AccessRequest of(ServerWebExchange exchange, Route route) {
    try {
      return of(
          exchange,
          route,
          Requirement.of(route.getMetadata()),
          SenderRequests.dpop(route.getMetadata()));
    } catch (IllegalArgumentException e) {
      // Start-up checks the routes it can see; this one came later.
      log.error("Route {} refuses everything: {}", route.getId(), e.getMessage());
      return of(exchange, route, null, null);
    }
  }

  private static AccessRequest of(
      ServerWebExchange exchange,
      Route route,
      @Nullable Requirement requirement,
      @Nullable ProofMode dpop) {
    ServerHttpRequest request = exchange.getRequest();
    HttpHeaders headers = request.getHeaders();
    return new AccessRequest(
        route.getId(),
        requirement,
        request.getMethod().name(),
        request.getURI().getRawPath(),
        headers::getOrEmpty,
        request.getURI().getRawQuery(),
        address(request.getRemoteAddress()),
        headers.getFirst(HttpHeaders.USER_AGENT),
        dpop,
        () -> SenderRequests.of(request));
  }

  private static @Nullable String address(@Nullable InetSocketAddress remote) {
    return remote == null || remote.getAddress() == null
        ? null
        : remote.getAddress().getHostAddress();
  }
}
