package io.devicegate.gateway.access;

import io.devicegate.gateway.InvalidSettingException;
import io.devicegate.gateway.budget.BudgetSettings;
import io.devicegate.gateway.budget.Budgets;
import io.devicegate.gateway.telemetry.TelemetryName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.route.Route;

/**
 * What each route demands, read once for as long as the route stays the same. At start all routes
 * are checked; one that turns up later with metadata that cannot be understood refuses everything.
 */
final class RoutePolicies {

  private static final Logger log = LoggerFactory.getLogger(RoutePolicies.class);

  /** Ids of routes that came and went are forgotten when there are this many. */
  private static final int MAX_ROUTES = 10_000;

  private final Map<String, BudgetSettings> settings;
  private final LongSupplier nanos;
  private final Map<String, Guard> guards = new ConcurrentHashMap<>();

  RoutePolicies(Map<String, BudgetSettings> settings, LongSupplier nanos) {
    this.settings = Map.copyOf(settings);
    this.nanos = nanos;
  }

  /** What guards this route. */
  @SuppressWarnings("ReferenceEquality") // A route's own equality compares all its metadata.
  Guard of(Route route) {
    Guard known = guards.get(route.getId());
    return known != null && known.route == route ? known : read(route, known);
  }

  /** Policies of all routes seen since start that can be understood. */
  Collection<RoutePolicy> known() {
    List<RoutePolicy> policies = new ArrayList<>();
    for (Guard guard : guards.values()) {
      if (guard.policy != null) {
        policies.add(guard.policy);
      }
    }
    return policies;
  }

  /**
   * Checks all routes.
   *
   * @throws InvalidSettingException naming each route that has no effective requirement
   */
  void check(List<Route> routes) {
    List<String> problems = new ArrayList<>();
    for (Route route : routes) {
      String problem = of(route).problem;
      if (problem != null) {
        problems.add("route '" + route.getId() + "': " + problem);
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(
          String.join("\n", problems),
          "Correct the route's metadata. "
              + Requirement.KEY
              + " is device, token or none; without it, device holds.");
    }
  }

  private Guard read(Route route, @Nullable Guard before) {
    if (guards.size() >= MAX_ROUTES) {
      guards.clear();
    }
    Guard guard = guard(route, before);
    if (guard.problem != null) {
      log.error("Route {} refuses everything: {}", route.getId(), guard.problem);
    }
    guards.put(route.getId(), guard);
    return guard;
  }

  private Guard guard(Route route, @Nullable Guard before) {
    if (route.getId().equals(TelemetryName.NOT_ROUTED)) {
      return new Guard(
          route, null, null, "id: reserved for requests that are refused before they are routed");
    }
    try {
      RoutePolicy policy = RoutePolicy.of(route.getMetadata());
      return new Guard(route, policy, budgets(policy.budget(), before), null);
    } catch (IllegalArgumentException e) {
      return new Guard(route, null, null, e.getMessage());
    }
  }

  /** A route that is read again, as all are when one changes, keeps what it has counted. */
  private @Nullable Budgets budgets(@Nullable String name, @Nullable Guard before) {
    if (name == null) {
      return null;
    }
    if (before != null && before.policy != null && name.equals(before.policy.budget())) {
      return before.budgets;
    }
    BudgetSettings budget = settings.get(name);
    if (budget == null) {
      throw new IllegalArgumentException(
          "devicegate.budget: "
              + name
              + " (expected: a name of devicegate.budgets, which has "
              + new TreeSet<>(settings.keySet())
              + ")");
    }
    return new Budgets(budget, nanos);
  }

  /**
   * What guards a route.
   *
   * @param policy null when the route's metadata cannot be understood
   * @param budgets null when the route has none
   * @param problem why the metadata cannot be understood; null when it can
   */
  record Guard(
      Route route,
      @Nullable RoutePolicy policy,
      @Nullable Budgets budgets,
      @Nullable String problem) {}
}
