package io.devicegate.gateway.edge;

import java.net.InetAddress;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Looks at every request before anything else does: who sent it, so that each refusal names the
 * client; then whether its line has one reading; then, unless switched off, whether its form holds
 * a token.
 *
 * <p>One filter, since the server's chain makes a publisher, a checkpoint and the text that names
 * it for each of its filters and each request.
 */
public final class EdgeFilter implements WebFilter, Ordered {

  /** Attribute of the exchange with the client's {@link InetAddress}. */
  public static final String CLIENT_ADDRESS = EdgeFilter.class.getName() + ".client";

  private final List<WebFilter> steps;

  /** Creates a filter of these, in this order. */
  EdgeFilter(List<WebFilter> steps) {
    this.steps = List.copyOf(steps);
  }

  /** Returns the first place. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return filter(0, exchange, chain);
  }

  private Mono<Void> filter(int step, ServerWebExchange exchange, WebFilterChain chain) {
    return step == steps.size()
        ? chain.filter(exchange)
        : steps.get(step).filter(exchange, next -> filter(step + 1, next, chain));
  }
}
