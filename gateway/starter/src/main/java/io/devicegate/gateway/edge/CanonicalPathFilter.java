package io.devicegate.gateway.edge;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.edge.RequestLine.Judgement;
import java.net.URI;
import org.springframework.http.server.reactive.AbstractServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * Lets a request to the routes only when its method, host and path have one reading, and hands on
 * that reading: what a rule sees is what the upstream gets.
 */
final class CanonicalPathFilter implements WebFilter {

  private final EdgeRefusals refusals;

  /** Creates a filter that leaves refusing to another. */
  CanonicalPathFilter(EdgeRefusals refusals) {
    this.refusals = requireNonNull(refusals, "refusals");
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    ServerHttpRequest request = exchange.getRequest();
    String method = request.getMethod().name();
    Judgement judgement =
        RequestLine.judge(method, rawTarget(request), request.getHeaders().getOrEmpty("Host"));
    if (judgement instanceof Judgement.No no) {
      return refusals.refuse(exchange, no.reason(), no.doubt());
    }
    return chain.filter(canonical(exchange, (Judgement.Yes) judgement));
  }

  /** The target as the client sent it: a {@link URI} has already cut fragments off. */
  private static String rawTarget(ServerHttpRequest request) {
    if (request instanceof AbstractServerHttpRequest own
        && own.getNativeRequest() instanceof HttpServerRequest raw) {
      return raw.uri();
    }
    URI uri = request.getURI();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String fragment = uri.getRawFragment() == null ? "" : "#" + uri.getRawFragment();
    return uri.getRawPath() + query + fragment;
  }

  private static ServerWebExchange canonical(ServerWebExchange exchange, Judgement.Yes judgement) {
    ServerHttpRequest request = exchange.getRequest();
    String path = judgement.path().path();
    boolean respelled = !path.equals(request.getURI().getRawPath());
    boolean overridden = Overrides.areIn(request);
    if (!respelled && !overridden) {
      return exchange;
    }
    ServerHttpRequest.Builder changed = request.mutate();
    if (respelled) {
      changed.uri(withPath(request.getURI(), path));
    }
    if (overridden) {
      changed.headers(Overrides::removeFrom);
    }
    return exchange.mutate().request(changed.build()).build();
  }

  private static URI withPath(URI uri, String path) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + path + query);
  }
}
