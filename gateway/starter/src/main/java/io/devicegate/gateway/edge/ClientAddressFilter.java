package io.devicegate.gateway.edge;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds the client's address and drops every forwarded header that no trusted proxy wrote, before
 * anything else, a route's predicate included, could believe it.
 *
 * <p>The request's remote address stays that of the connection; the client's is the attribute
 * {@link EdgeFilter#CLIENT_ADDRESS}.
 */
final class ClientAddressFilter implements WebFilter {

  private final TrustedNetworks trusted;
  private final ForwardedHeader header;
  private final ForwardedClient clients;

  /** Creates a filter that believes the given header of the given networks. */
  ClientAddressFilter(TrustedNetworks trusted, ForwardedHeader header) {
    this.trusted = requireNonNull(trusted, "trusted");
    this.header = requireNonNull(header, "header");
    this.clients = new ForwardedClient(trusted, header);
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    InetAddress peer = peer(request.getRemoteAddress());
    boolean believed = peer != null && trusted.contains(peer);
    if (peer != null) {
      InetAddress client =
          believed ? clients.resolve(peer, request.getHeaders()::getOrEmpty) : peer;
      exchange.getAttributes().put(EdgeFilter.CLIENT_ADDRESS, client);
    }
    if (!ForwardedNames.anyForged(request, believed, header)) {
      return chain.filter(exchange);
    }
    return chain.filter(
        exchange.mutate().request(r -> r.headers(h -> removeForged(h, believed))).build());
  }

  private void removeForged(HttpHeaders headers, boolean believed) {
    Set<String> forged =
        headers.headerNames().stream()
            .filter(name -> ForwardedNames.isForged(name, believed, header))
            .collect(Collectors.toSet());
    forged.forEach(headers::remove);
  }

  private static @Nullable InetAddress peer(@Nullable InetSocketAddress remote) {
    return remote == null ? null : remote.getAddress();
  }
}
