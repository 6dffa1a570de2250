package io.devicegate.gateway.access;

import io.devicegate.gateway.InvalidSettingException;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.cloud.gateway.route.Route;

/** Checks at start that every route's requirement can be understood. */
final class RouteRequirements {

  private RouteRequirements() {}

  static void check(List<Route> routes) {
    List<String> problems = routes.stream().flatMap(RouteRequirements::problem).toList();
    if (!problems.isEmpty()) {
      throw new InvalidSettingException(
          String.join("\n", problems),
          "Set the route's metadata "
              + Requirement.KEY
              + " to device, token or none; without it, device holds. Set "
              + SenderRequests.KEY
              + " to off, optional or required; without it, the tenant's holds.");
    }
  }

  private static Stream<String> problem(Route route) {
    try {
      var unused = Requirement.of(route.getMetadata());
      var unusedToo = SenderRequests.dpop(route.getMetadata());
      return Stream.empty();
    } catch (IllegalArgumentException e) {
      return Stream.of("route '" + route.getId() + "': " + e.getMessage());
    }
  }
}
