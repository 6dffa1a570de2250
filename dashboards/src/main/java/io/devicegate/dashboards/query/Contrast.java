package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.Comparison;
import org.jspecify.annotations.Nullable;

/**
 * How differently often a value occurs in two cohorts.
 *
 * @param value the value
 * @param first how many of the first cohort have it
 * @param second how many of the second
 * @param firstShare their share of the first cohort; 0 of an empty one
 * @param secondShare their share of the second
 * @param logOdds natural logarithm of the odds ratio, with half an event added everywhere so that
 *     it is finite; above 0 if the value is more frequent in the first cohort
 * @param z of the test of two proportions; null if there are too few events for it
 * @param probability that chance alone makes such a difference, times the number of values that
 *     were compared (Bonferroni), at most 1; null like {@code z}
 */
record Contrast(
    String value,
    long first,
    long second,
    double firstShare,
    double secondShare,
    double logOdds,
    @Nullable Double z,
    @Nullable Double probability) {

  private static final double SIGNIFICANT = 0.05;

  /** Fewer expected of any kind, and the test's approximation does not hold. */
  private static final double FEWEST_EXPECTED = 5;

  static Contrast of(Comparison.Pair pair, Comparison comparison) {
    double a = pair.first();
    double b = pair.second();
    double allA = comparison.first();
    double allB = comparison.second();
    double logOdds = Math.log((a + 0.5) * (allB - b + 0.5) / ((allA - a + 0.5) * (b + 0.5)));
    double pooled = allA + allB == 0 ? 0 : (a + b) / (allA + allB);
    double fewest = Math.min(allA, allB) * Math.min(pooled, 1 - pooled);
    Double z = null;
    Double probability = null;
    if (fewest >= FEWEST_EXPECTED) {
      z = (a / allA - b / allB) / Math.sqrt(pooled * (1 - pooled) * (1 / allA + 1 / allB));
      probability = Math.min(1, comparison.distinct() * Normal.twoSided(z));
    }
    return new Contrast(
        pair.value(),
        pair.first(),
        pair.second(),
        allA == 0 ? 0 : a / allA,
        allB == 0 ? 0 : b / allB,
        logOdds,
        z,
        probability);
  }

  /** How many events this rests on. */
  long support() {
    return first + second;
  }

  boolean isTooFew() {
    return z == null;
  }

  boolean isSignificant() {
    return probability != null && probability < SIGNIFICANT;
  }

  /** How far from what chance makes; nothing if that cannot be told. */
  double distance() {
    return z == null ? 0 : Math.abs(z);
  }
}
