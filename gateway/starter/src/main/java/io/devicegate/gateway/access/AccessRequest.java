package io.devicegate.gateway.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request as the enforcement point sees it.
 *
 * @param route id of the route it matched
 * @param requirement what the route demands; null when its metadata cannot be understood
 * @param method its method
 * @param path its path as received, without the query
 * @param authorization every value of its Authorization headers
 * @param tokenInQuery whether its query has an {@code access_token}
 * @param ip address of the device; null when unknown
 * @param userAgent program of the device; null when it did not say
 */
public record AccessRequest(
    String route,
    @Nullable Requirement requirement,
    String method,
    String path,
    List<String> authorization,
    boolean tokenInQuery,
    @Nullable String ip,
    @Nullable String userAgent) {

  public AccessRequest {
    authorization = List.copyOf(authorization);
  }

  /** Shows no token. */
  @Override
  public String toString() {
    return "AccessRequest[" + method + " " + path + ", route " + route + "]";
  }
}
