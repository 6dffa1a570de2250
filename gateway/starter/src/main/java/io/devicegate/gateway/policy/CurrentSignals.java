package io.devicegate.gateway.policy;

import io.devicegate.rules.access.AccessRequest.Signal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What detections say at the moment. Asked about each request: reads memory only, never blocks. */
@FunctionalInterface
public interface CurrentSignals {

  /** Nobody detects anything. */
  CurrentSignals NONE = (facts, ip) -> List.of();

  /**
   * Returns the signals about a token, its client, its user, its session or an address.
   *
   * @param ip address of the caller; null when unknown
   */
  List<Signal> about(TokenFacts facts, @Nullable String ip);
}
