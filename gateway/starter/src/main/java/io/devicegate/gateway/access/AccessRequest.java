package io.devicegate.gateway.access;

import io.devicegate.gateway.edge.Credentials;
import io.devicegate.gateway.proof.ProofRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as the enforcement point sees it.
 *
 * @param route id of the route it matched
 * @param policy what the route demands; null when its metadata cannot be understood
 * @param permit its share of budgets; null when there are none to have a share of
 * @param method its method
 * @param path its path, without the query
 * @param credentials the token it presents, if any
 * @param ip address of the device; null when unknown
 * @param userAgent program of the device; null when it did not say
 * @param sender what a proof of possession is checked against, read when there is one
 */
public record AccessRequest(
    String route,
    @Nullable RoutePolicy policy,
    @Nullable Permit permit,
    String method,
    String path,
    Credentials credentials,
    @Nullable String ip,
    @Nullable String userAgent,
    Supplier<ProofRequest> sender) {

  /** Shows no token. */
  @Override
  public String toString() {
    return "AccessRequest[" + method + " " + path + ", route " + route + "]";
  }
}
