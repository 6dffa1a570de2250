package io.devicegate.gateway.access;

import static org.springframework.cloud.gateway.support.ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Answers 502 where an upstream cannot be reached or hangs up before it answers, and 504 where it
 * takes no connection in time (RFC 9110, sections 15.6.3 and 15.6.5). Spring Cloud Gateway would
 * answer 500, as if the gateway itself were broken.
 *
 * <p>Outermost, so that a route's own filters, such as one that tries again, see what happened.
 */
final class UpstreamFailureFilter implements GlobalFilter, Ordered {

  private static final Logger log = LoggerFactory.getLogger(UpstreamFailureFilter.class);

  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
    return chain
        .filter(exchange)
        .onErrorMap(IOException.class, failure -> answer(exchange, failure));
  }

  /** A client whose own connection breaks is gone, and gets neither this answer nor another. */
  private static Throwable answer(ServerWebExchange exchange, IOException failure) {
    Route route = exchange.getRequiredAttribute(GATEWAY_ROUTE_ATTR);
    log.warn("Route {} has no answer of its upstream: {}", route.getId(), failure.toString());
    HttpStatus status =
        failure instanceof ConnectTimeoutException
                || failure instanceof SslHandshakeTimeoutException
            ? HttpStatus.GATEWAY_TIMEOUT
            : HttpStatus.BAD_GATEWAY;
    return new ResponseStatusException(status, "The upstream gave no answer", failure);
  }
}
