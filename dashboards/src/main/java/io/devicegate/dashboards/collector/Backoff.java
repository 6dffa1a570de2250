package io.devicegate.dashboards.collector;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait after failures: twice as long after each, up to a bound, and never all readers
 * at the same moment. What the other side asks for is waited for in full, up to the same bound.
 */
final class Backoff {

  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(50);
  private static final int MOST_DOUBLINGS = 20;

  private final Duration longest;
  private final RandomGenerator random;

  Backoff(Duration longest, RandomGenerator random) {
    this.longest = longest;
    this.random = random;
  }

  /**
   * Returns the wait before the next attempt.
   *
   * @param failures how many there were in a row, at least 1
   * @param asked what the other side asks for, if it does
   */
  Duration after(int failures, @Nullable Duration asked) {
    if (asked != null) {
      return bounded(
          asked.plus(asked.dividedBy(10).multipliedBy(random.nextInt(11)).dividedBy(10)));
    }
    Duration doubled = bounded(FIRST.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS)));
    return doubled.dividedBy(2).plusMillis(random.nextLong(doubled.toMillis() / 2 + 1));
  }

  /** Returns that wait, if it is one, within the bounds. */
  Duration bounded(Duration wait) {
    if (wait.compareTo(SHORTEST) < 0) {
      return SHORTEST;
    }
    return wait.compareTo(longest) < 0 ? wait : longest;
  }
}
