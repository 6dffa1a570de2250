package io.devicegate.rules.access;

import java.util.List;

/**
 * A decision taken apart.
 *
 * @param decision the decision itself
 * @param clauses every clause of the policies that could speak on the request, with its value
 * @param wouldPass for a denial the fewest clauses that, had they had these values, would have let
 *     the request pass; empty when the request passes, or when changing up to {@value
 *     Explainer#MAX_CHANGES} clauses does not help
 */
public record Explanation(Decision decision, List<Clause> clauses, List<Change> wouldPass) {

  public Explanation {
    clauses = List.copyOf(clauses);
    wouldPass = List.copyOf(wouldPass);
  }

  /**
   * A clause of a condition.
   *
   * @param match the match it stands in, such as {@code policy#2}
   * @param text in canonical spelling
   * @param value what it came to
   */
  public record Clause(String match, String text, Value value) {}

  /**
   * A clause that would have had to be otherwise.
   *
   * @param text in canonical spelling
   * @param value what it would have had to be
   */
  public record Change(String text, boolean value) {}

  /** What a clause came to. */
  public enum Value {
    /** It holds. */
    TRUE,
    /** It does not hold. */
    FALSE,
    /** It could not be evaluated. */
    FAILED
  }
}
