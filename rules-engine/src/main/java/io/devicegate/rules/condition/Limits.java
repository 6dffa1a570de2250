package io.devicegate.rules.condition;

/**
 * Bounds of one expression. What goes over them is refused when it is loaded, not when it runs.
 *
 * @param maxCharacters length of the expression's text
 * @param maxDepth nesting of its syntax tree
 * @param maxNodes size of its syntax tree after macros are expanded
 * @param maxRegexProgram size of a compiled regular expression, in RE2 instructions
 * @param maxCost worst-case cost on the largest input that {@link Bounds} allows
 */
public record Limits(
    int maxCharacters, int maxDepth, int maxNodes, int maxRegexProgram, long maxCost) {

  /** The limits of an expression in a policy. */
  public static final Limits DEFAULT = new Limits(10_000, 100, 5_000, 1_000, 250_000);

  public Limits {
    positive(maxCharacters, "maxCharacters");
    positive(maxDepth, "maxDepth");
    positive(maxNodes, "maxNodes");
    positive(maxRegexProgram, "maxRegexProgram");
    positive(maxCost, "maxCost");
  }

  private static void positive(long value, String name) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
