package io.devicegate.gateway.access;

import io.devicegate.gateway.edge.HeaderLines;
import io.devicegate.gateway.proof.ProofMode;
import io.devicegate.gateway.proof.ProofRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as the enforcement point sees it.
 *
 * @param route id of the route it matched
 * @param requirement what the route demands; null when its metadata cannot be understood
 * @param method its method
 * @param path its path as received, without the query
 * @param headers its header lines
 * @param query its query as received; null when there is none
 * @param ip address of the device; null when unknown
 * @param userAgent program of the device; null when it did not say
 * @param dpop what the route says about DPoP; null when it leaves that to the tenant
 * @param sender what a proof of possession is checked against, read when there is one
 */
public record AccessRequest(
    String route,
    @Nullable Requirement requirement,
    String method,
    String path,
    HeaderLines headers,
    @Nullable String query,
    @Nullable String ip,
    @Nullable String userAgent,
    @Nullable ProofMode dpop,
    Supplier<ProofRequest> sender) {

  /** Shows no token. */
  @Override
  public String toString() {
    return "AccessRequest[" + method + " " + path + ", route " + route + "]";
  }
}
