package io.devicegate.gateway.access;

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

  private static final String QUERY_PARAMETER = "access_token";

  private AccessRequests() {}

  static AccessRequest of(ServerWebExchange exchange, Route route) {
    ServerHttpRequest request = exchange.getRequest();
    HttpHeaders headers = request.getHeaders();
    return new AccessRequest(
        route.getId(),
        requirement(route),
        request.getMethod().name(),
        request.getURI().getRawPath(),
        headers.getOrEmpty(HttpHeaders.AUTHORIZATION),
        request.getQueryParams().containsKey(QUERY_PARAMETER),
        address(request.getRemoteAddress()),
        headers.getFirst(HttpHeaders.USER_AGENT));
  }

  private static @Nullable Requirement requirement(Route route) {
    try {
      return Requirement.of(route.getMetadata());
    } catch (IllegalArgumentException e) {
      // Start-up checks the routes it can see; this one came later.
      log.error("Route {} refuses everything: {}", route.getId(), e.getMessage());
      return null;
    }
  }

  private static @Nullable String address(@Nullable InetSocketAddress remote) {
    return remote == null || remote.getAddress() == null
        ? null
        : remote.getAddress().getHostAddress();
  }
}
