package io.devicegate.rules.access;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.condition.Limits;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How access rules are compiled and run.
 *
 * @param params values that replace parameters of a policy, by its name and theirs
 * @param maxExpressionCost worst-case cost of one expression, in units of about one comparison
 * @param maxPolicies how many policies a set may hold
 * @param shadowBudget worst-case cost of all rules in shadow together, per decision
 * @param ticker nanoseconds, for the elapsed time of a decision only
 */
public record AccessRulesOptions(
    Map<String, Map<String, Object>> params,
    long maxExpressionCost,
    int maxPolicies,
    long shadowBudget,
    LongSupplier ticker) {

  public AccessRulesOptions {
    params = Map.copyOf(params);
    positive(maxExpressionCost, "maxExpressionCost");
    positive(maxPolicies, "maxPolicies");
    positive(shadowBudget, "shadowBudget");
    requireNonNull(ticker, "ticker");
  }

  /** Returns the options of a server. */
  public static AccessRulesOptions defaults() {
    return new AccessRulesOptions(
        Map.of(), Limits.DEFAULT.maxCost(), 20_000, 1_000_000, System::nanoTime);
  }

  /** Returns these options with other parameters. */
  public AccessRulesOptions withParams(Map<String, Map<String, Object>> replaced) {
    return new AccessRulesOptions(replaced, maxExpressionCost, maxPolicies, shadowBudget, ticker);
  }

  /** Returns these options with another budget of the rules in shadow. */
  public AccessRulesOptions withShadowBudget(long budget) {
    return new AccessRulesOptions(params, maxExpressionCost, maxPolicies, budget, ticker);
  }

  /** Returns these options with another ticker. */
  public AccessRulesOptions withTicker(LongSupplier other) {
    return new AccessRulesOptions(params, maxExpressionCost, maxPolicies, shadowBudget, other);
  }

  Limits limits() {
    Limits limits = Limits.DEFAULT;
    return new Limits(
        limits.maxCharacters(),
        limits.maxDepth(),
        limits.maxNodes(),
        limits.maxRegexProgram(),
        maxExpressionCost);
  }

  private static void positive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
