package io.devicegate.dashboards.query;

/** The standard normal distribution. */
final class Normal {

  private Normal() {}

  /**
   * The probability of being at least as far from 0, by the approximation of Numerical Recipes
   * ({@code erfcc}): its relative error is below 1.2e-7 everywhere.
   */
  static double twoSided(double z) {
    double x = Math.abs(z) / Math.sqrt(2);
    double t = 1 / (1 + 0.5 * x);
    double[] coefficients = {
      0.17087277,
      -0.82215223,
      1.48851587,
      -1.13520398,
      0.27886807,
      -0.18628806,
      0.09678418,
      0.37409196,
      1.00002368,
      -1.26551223
    };
    double sum = 0;
    for (double coefficient : coefficients) {
      sum = sum * t + coefficient;
    }
    return t * Math.exp(-x * x + sum);
  }
}
