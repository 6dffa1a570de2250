package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Limits;

/**
 * How detections are compiled and run.
 *
 * @param maxExpressionCost worst-case cost of one expression, in units of about one comparison
 * @param maxDetections how many detections a set may hold
 * @param maxKeys how many keys a detector remembers, shared evenly among the detections so that
 *     none crowds out another
 */
public record DetectionOptions(long maxExpressionCost, int maxDetections, int maxKeys) {

  public DetectionOptions {
    positive(maxExpressionCost, "maxExpressionCost");
    positive(maxDetections, "maxDetections");
    positive(maxKeys, "maxKeys");
  }

  /** Returns the options of a server. */
  public static DetectionOptions defaults() {
    return new DetectionOptions(Limits.DEFAULT.maxCost(), 500, 1_000_000);
  }

  /** Returns these options with another bound of remembered keys. */
  public DetectionOptions withMaxKeys(int keys) {
    return new DetectionOptions(maxExpressionCost, maxDetections, keys);
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
