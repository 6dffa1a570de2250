package io.devicegate.gateway.access;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.route.Route;

/** Checks at start that every route's requirement is a known one. */
final class RouteRequirements {

  private RouteRequirements() {}

  static void check(List<Route> routes) {
    List<String> problems = routes.stream().flatMap(RouteRequirements::problem).toList();
    if (!problems.isEmpty()) {
      throw new InvalidRouteException(String.join("; ", problems));
    }
  }

  private static Stream<String> problem(Route route) {
    try {
      Requirement unused = Requirement.of(route.getMetadata());
      return Stream.empty();
    } catch (IllegalArgumentException e) {
      return Stream.of("route '" + route.getId() + "': " + e.getMessage());
    }
  }
}
