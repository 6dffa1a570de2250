package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.InvalidSettingException;
import io.devicegate.gateway.budget.BudgetSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.gateway.route.Route;

class RoutePoliciesTest {

  private final RoutePolicies policies =
      new RoutePolicies(
          Map.of("small", new BudgetSettings(null, null, 1, null, null, 10)), System::nanoTime);

  @Test
  void readsEveryDemand() {
    RoutePolicy policy =
        RoutePolicy.of(
            Map.of(
                "devicegate.require",
                "token",
                "devicegate",
                Map.of(
                    "scopes", List.of("a", "b"),
                    "scopes-any", Map.of("0", "c", "1", "d"),
                    "max-age", "15m",
                    "acr-values", "x y",
                    "budget", "small",
                    "resource", "/shop")));

    assertThat(policy.requirement()).isEqualTo(Requirement.TOKEN);
    assertThat(policy.allScopes()).containsExactlyInAnyOrder("a", "b");
    assertThat(policy.anyScopes()).containsExactlyInAnyOrder("c", "d");
    assertThat(policy.maxAge()).isEqualTo(Duration.ofMinutes(15));
    assertThat(policy.acrValues()).containsExactly("x", "y");
    assertThat(policy.budget()).isEqualTo("small");
    assertThat(policy.resource()).isEqualTo("/shop");
  }

  @ParameterizedTest
  @CsvSource({
    "devicegate.scope, a, devicegate.scope: unknown",
    "devicegate.scopes, '', devicegate.scopes:  (expected: words",
    "devicegate.scopes, 'a\"b', 'devicegate.scopes: a\"b (expected: words'",
    "devicegate.max-age, soon, devicegate.max-age: soon (expected: a duration",
    "devicegate.max-age, 0s, devicegate.max-age: 0s (expected: a duration",
    "devicegate.budget, large, 'devicegate.budget: large (expected: a name of devicegate.budgets,"
        + " which has [small])'",
    "devicegate.resource, shop, devicegate.resource: shop (expected: a path",
    "devicegate.resource, /a/../b, devicegate.resource: /a/../b (expected: a path",
  })
  void failsNamingRouteAndKey(String key, String value, String problem) {
    assertThatThrownBy(() -> policies.check(List.of(route("billing", Map.of(key, value)))))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("route 'billing': " + problem);
  }

  @ParameterizedTest
  @CsvSource({"scopes, a", "scopes-any, a", "max-age, 1m", "acr-values, x", "budget, small"})
  void failsWhenNothingIsRequiredAndYetSomething(String key, String value) {
    Map<String, Object> metadata = Map.of("devicegate.require", "none", "devicegate." + key, value);

    assertThatThrownBy(() -> policies.check(List.of(route("open", metadata))))
        .hasMessageStartingWith("route 'open': devicegate.require: none (expected: device or");
  }

  @Test
  void namesEveryWrongRouteAtOnce() {
    assertThatThrownBy(
            () ->
                policies.check(
                    List.of(
                        route("a", Map.of("devicegate.require", "x")),
                        route("b", Map.of()),
                        route("c", Map.of("devicegate.max-age", "x")))))
        .hasMessageContainingAll("route 'a'", "route 'c'")
        .hasMessageNotContaining("route 'b'");
  }

  @Test
  void failsOnTheIdThatStandsForNoRoute() {
    assertThatThrownBy(() -> policies.check(List.of(route("not_routed", Map.of()))))
        .hasMessage(
            "route 'not_routed': id: reserved for requests that are refused before they are"
                + " routed");
  }

  @Test
  void routeThatTurnsUpWrongRefusesEverything() {
    assertThat(policies.of(route("late", Map.of("devicegate.require", "x"))).policy()).isNull();
  }

  @Test
  void routeThatIsReadAgainKeepsWhatItCounted() {
    Map<String, Object> metadata = Map.of("devicegate.budget", "small");
    Route first = route("a", metadata);

    assertThat(policies.of(first)).isSameAs(policies.of(first));
    assertThat(policies.of(route("a", metadata)).budgets())
        .isNotNull()
        .isSameAs(policies.of(first).budgets())
        .isNotSameAs(policies.of(route("b", metadata)).budgets());
  }

  private static Route route(String id, Map<String, Object> metadata) {
    return Route.async()
        .id(id)
        .uri("http://upstream.test")
        .predicate(exchange -> true)
        .metadata(metadata)
        .build();
  }
}
