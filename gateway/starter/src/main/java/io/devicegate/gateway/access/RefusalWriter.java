package io.devicegate.gateway.access;

import io.devicegate.gateway.access.RefusalResponse.Context;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers refused requests. */
final class RefusalWriter {

  private final ProtectedResource resource;

  RefusalWriter(ProtectedResource resource) {
    this.resource = resource;
  }

  /**
   * Answers a request.
   *
   * @param policy what its route demands; null when that is not known
   * @param doubt what exactly was in doubt; null when there is no more to say than the reason
   */
  Mono<Void> write(
      ServerWebExchange exchange,
      Decision.Refuse refuse,
      @Nullable RoutePolicy policy,
      @Nullable String doubt) {
    String metadata =
        RefusalResponse.hasChallenge(refuse.reason())
            ? resource.metadataUrl(exchange.getRequest(), policy == null ? "" : policy.resource())
            : null;
    RefusalResponse refusal =
        RefusalResponse.of(refuse, new Context(policy, metadata, doubt, resource::audiences));
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
}
