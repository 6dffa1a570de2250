package io.devicegate.rules.access;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.condition.Limits;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How access rules are compiled and run.
 *
 * @param params values that replace parameters of a policy, by its name and theirs
 * @param maxExpressionCost worst-case cost of one expression, in units of about one comparison
 * @param maxPolicies how many policies a set may hold
 * @param shadowBudget worst-case cost of all rules in shadow together, per decision
 * @param inputs what the caller feeds of the inputs that policies require by name, such as {@code
 *     approver.geo}; {@value #ANY_INPUT} in it stands for all. A policy that requires another is
 *     refused, or not evaluated if it is in shadow
 * @param ticker nanoseconds, for the elapsed time of a decision only
 */
public record AccessRulesOptions(
    Map<String, Map<String, Object>> params,
    long maxExpressionCost,
    int maxPolicies,
    long shadowBudget,
    Set<String> inputs,
    LongSupplier ticker) {

  /** Stands for all inputs. */
  public static final String ANY_INPUT = "*";

  public AccessRulesOptions {
    params = Map.copyOf(params);
    positive(maxExpressionCost, "maxExpressionCost");
    positive(maxPolicies, "maxPolicies");
    positive(shadowBudget, "shadowBudget");
    inputs = Set.copyOf(inputs);
    requireNonNull(ticker, "ticker");
  }

  /** Returns the options of a server. */
  public static AccessRulesOptions defaults() {
    return new AccessRulesOptions(
        Map.of(), Limits.DEFAULT.maxCost(), 20_000, 1_000_000, Set.of(), System::nanoTime);
  }

  /** Returns these options with other parameters. */
  public AccessRulesOptions withParams(Map<String, Map<String, Object>> replaced) {
    return new AccessRulesOptions(
        replaced, maxExpressionCost, maxPolicies, shadowBudget, inputs, ticker);
  }

  /** Returns these options with another budget of the rules in shadow. */
  public AccessRulesOptions withShadowBudget(long budget) {
    return new AccessRulesOptions(params, maxExpressionCost, maxPolicies, budget, inputs, ticker);
  }

  /** Returns these options with these inputs instead of those they had. */
  public AccessRulesOptions withInputs(Set<String> known) {
    return new AccessRulesOptions(
        params, maxExpressionCost, maxPolicies, shadowBudget, known, ticker);
  }

  /** Returns these options with another ticker. */
  public AccessRulesOptions withTicker(LongSupplier other) {
    return new AccessRulesOptions(
        params, maxExpressionCost, maxPolicies, shadowBudget, inputs, other);
  }

  boolean hasInput(String input) {
    return inputs.contains(input) || inputs.contains(ANY_INPUT);
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
