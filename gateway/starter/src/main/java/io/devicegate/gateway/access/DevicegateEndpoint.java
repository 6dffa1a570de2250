package io.devicegate.gateway.access;

import io.devicegate.gateway.policy.AccessPolicies;
import io.devicegate.gateway.signal.SignalCache;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.route.RouteLocator;
import reactor.core.publisher.Mono;

/**
 * {@code /actuator/devicegate}: what each route demands, whatever its metadata left out, which
 * access policies are in use, and how many signals hold.
 */
@Endpoint(id = "devicegate")
final class DevicegateEndpoint {

  private final RouteLocator locator;
  private final RoutePolicies policies;
  private final List<ProtectedResource.Issuer> issuers;
  private final @Nullable AccessPolicies access;
  private final SignalCache signals;

  /**
   * Creates the endpoint.
   *
   * @param access null when there are no access policies
   */
  DevicegateEndpoint(
      RouteLocator locator,
      RoutePolicies policies,
      List<ProtectedResource.Issuer> issuers,
      SignalCache signals,
      @Nullable AccessPolicies access) {
    this.locator = locator;
    this.policies = policies;
    this.issuers = List.copyOf(issuers);
    this.signals = signals;
    this.access = access;
  }

  /** Shows the tenants, by route id what each demands, the access policies and the signals. */
  @ReadOperation
  Mono<Map<String, Object>> routes() {
    return locator.getRoutes().collectList().map(this::describe);
  }

  private Map<String, Object> describe(List<Route> routes) {
    Map<String, Object> byId = new TreeMap<>();
    routes.forEach(route -> byId.put(route.getId(), describe(policies.of(route))));
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("tenants", issuers);
    description.put("routes", byId);
    add(description, "access", access == null ? null : access.status());
    description.put("signals", describeSignals());
    return description;
  }

  private Map<String, Object> describeSignals() {
    Map<String, Long> byKind = signals.activeByKind();
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("active", byKind.values().stream().mapToLong(Long::longValue).sum());
    description.put("enforcing", signals.enforcing());
    description.put("byKind", byKind);
    return description;
  }

  private static Map<String, Object> describe(RoutePolicies.Guard guard) {
    Map<String, Object> description = new LinkedHashMap<>();
    RoutePolicy policy = guard.policy();
    if (policy == null) {
      description.put("require", "refuse");
      add(description, "problem", guard.problem());
      return description;
    }
    description.put("require", policy.requirement().wireName());
    add(description, "scopes", policy.allScopes());
    add(description, "scopesAny", policy.anyScopes());
    add(description, "maxAge", policy.maxAge());
    add(description, "acrValues", policy.acrValues());
    add(description, "budget", policy.budget());
    add(description, "resource", policy.resource());
    add(description, "dpop", policy.dpop() == null ? "as the tenant says" : policy.dpop());
    return description;
  }

  private static void add(Map<String, Object> description, String name, @Nullable Object value) {
    if (value != null) {
      description.put(name, value);
    }
  }
}
