package io.devicegate.gateway.edge;

import io.devicegate.gateway.Reason;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Answers each request that is refused before it is routed, and leaves a decision of it. */
@FunctionalInterface
public interface EdgeRefusals {

  /**
   * Records the refusal and answers the request. Runs on the event loop and must not block.
   *
   * @param doubt what exactly was in doubt, in one word
   */
  Mono<Void> refuse(ServerWebExchange exchange, Reason reason, String doubt);
}
