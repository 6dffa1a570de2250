package io.devicegate.gateway.edge;

import org.springframework.http.server.reactive.ServerHttpRequest;

/** Is told of each request that is refused before it is routed, and names the decision. */
@FunctionalInterface
public interface EdgeRefusals {

  /**
   * Records the refusal. Runs on the event loop and must not block.
   *
   * @param doubt what exactly was in doubt, as a label value
   * @return the decision's id, for the answer
   */
  String record(ServerHttpRequest request, EdgeRefusal refusal, String doubt);
}
