package io.devicegate.dashboards.incident;

import java.util.Optional;

/**
 * The stretch of minutes whose share of failures differs most from that of the others.
 *
 * <p>Found by likelihood: of all stretches the one that two rates, one inside and one outside,
 * explain best compared with one rate for all. The gain is the logarithm of that likelihood ratio,
 * divided by how much more the minutes vary than chance would have them, so that a source that
 * sends in bursts is not taken for an incident.
 *
 * @param from the first minute inside
 * @param to the first minute after it
 * @param bad failures inside
 * @param total attempts inside
 * @param usualRate the share of failures outside, 0 to 1
 * @param gain how sure it is; chance reaches {@link #CHANCE} less than once in a thousand times
 * @param ongoing whether it reaches to the end, or nothing shows that it ended
 */
record Surge(
    int from, int to, long bad, long total, double usualRate, double gain, boolean ongoing) {

  /** With six hours of minutes to choose from, a smaller gain may be luck. */
  static final double CHANCE = 14;

  private static final long LEAST_BAD = 5;
  private static final int ENOUGH_MINUTES = 10;
  private static final double MOST_VARIATION = 8;

  /** What is assumed when there are too few minutes to tell. */
  private static final double FEW_VARY = 1.5;

  /** How much less likely it may be that it still goes on, when it cannot be told. */
  private static final double STILL = 4;

  /** How much less likely a later beginning may be: a stray failure just before is none. */
  private static final double STRAY = 1;

  double rate() {
    return total == 0 ? 0 : (double) bad / total;
  }

  /**
   * Whether it is neither luck nor too little to matter.
   *
   * @param leastRise how much the share of failures must have risen, 0 to 1
   */
  boolean isMoreThanChance(double leastRise) {
    return gain >= CHANCE && bad >= LEAST_BAD && rate() - usualRate >= leastRise;
  }

  /**
   * Finds it.
   *
   * @param bad failures by minute
   * @param total attempts by minute, failures included
   */
  static Optional<Surge> find(long[] bad, long[] total) {
    Sums sums = new Sums(bad, total);
    Surge best = null;
    for (int from = 0; from < bad.length; from++) {
      if (bad[from] == 0) {
        continue;
      }
      for (int to = from + 1; to <= bad.length; to++) {
        if (bad[to - 1] > 0 || to == bad.length) {
          Surge surge = sums.surge(from, to);
          if (best == null || surge.gain > best.gain) {
            best = surge;
          }
        }
      }
    }
    if (best == null || best.gain <= 0) {
      return Optional.empty();
    }
    int from = sums.latestBegin(best);
    Surge toEnd = sums.surge(from, bad.length);
    // What has gone on until now is the better explanation while nothing speaks against it.
    Surge chosen = best.gain - toEnd.gain <= STILL ? toEnd : sums.surge(from, best.to);
    return Optional.of(chosen.spread(variation(bad, total, chosen), chosen.to == bad.length));
  }

  /** All minutes together against what was usual; for what began before the first minute. */
  static Surge against(long[] bad, long[] total, long usualBad, long usualTotal) {
    Sums sums = new Sums(bad, total);
    long allBad = sums.bad[bad.length];
    long all = sums.total[bad.length];
    double gain = Likelihood.gain(allBad, all, usualBad, usualTotal);
    double rate = usualTotal == 0 ? 0 : (double) usualBad / usualTotal;
    return new Surge(0, bad.length, allBad, all, rate, gain / 2, true);
  }

  private Surge spread(double variation, boolean reachesEnd) {
    return new Surge(from, to, bad, total, usualRate, gain / variation, reachesEnd);
  }

  /**
   * Pearson's chi-squared of all minutes, each against the rate of its side, by their number: 1 for
   * pure chance.
   */
  private static double variation(long[] bad, long[] total, Surge surge) {
    double sum = 0;
    int minutes = 0;
    for (int i = 0; i < bad.length; i++) {
      if (total[i] > 0) {
        boolean inside = i >= surge.from && i < surge.to;
        double rate = Math.min(0.999, Math.max(inside ? surge.rate() : surge.usualRate, 0.001));
        double off = bad[i] - rate * total[i];
        sum += off * off / (total[i] * rate * (1 - rate));
        minutes++;
      }
    }
    return minutes < ENOUGH_MINUTES
        ? FEW_VARY
        : Math.min(MOST_VARIATION, Math.max(1, sum / (minutes - 2)));
  }

  /** Sums up to each minute, so that any stretch costs the same. */
  private static final class Sums {

    private final long[] bad;
    private final long[] total;

    Sums(long[] bad, long[] total) {
      this.bad = sums(bad);
      this.total = sums(total);
    }

    Surge surge(int from, int to) {
      long badIn = bad[to] - bad[from];
      long in = total[to] - total[from];
      long badOut = bad[bad.length - 1] - badIn;
      long out = total[total.length - 1] - in;
      double usual = out == 0 ? 0 : (double) badOut / out;
      return new Surge(from, to, badIn, in, usual, Likelihood.gain(badIn, in, badOut, out), false);
    }

    /** The last beginning that explains it about as well. */
    int latestBegin(Surge best) {
      int latest = best.from;
      for (int from = best.from + 1; from < best.to; from++) {
        if (bad[from + 1] > bad[from] && best.gain - surge(from, best.to).gain <= STRAY) {
          latest = from;
        }
      }
      return latest;
    }

    private static long[] sums(long[] values) {
      long[] sums = new long[values.length + 1];
      for (int i = 0; i < values.length; i++) {
        sums[i + 1] = sums[i] + values[i];
      }
      return sums;
    }
  }
}
