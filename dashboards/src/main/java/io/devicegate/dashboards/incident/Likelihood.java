package io.devicegate.dashboards.incident;

/** How much better two rates explain counts than one rate does. */
final class Likelihood {

  private Likelihood() {}

  /**
   * The logarithm of the likelihood ratio; 0 if the rate inside is no higher than outside, or if
   * one of both saw nothing.
   */
  static double gain(long badIn, long in, long badOut, long out) {
    // Multiplied out, so that no rate of nothing is needed.
    if (in == 0 || out == 0 || (double) badIn * out <= (double) badOut * in) {
      return 0;
    }
    return of(badIn, in) + of(badOut, out) - of(badIn + badOut, in + out);
  }

  private static double of(long bad, long total) {
    return term(bad, total) + term(total - bad, total);
  }

  private static double term(long part, long total) {
    return part == 0 ? 0 : part * Math.log((double) part / total);
  }
}
