package io.devicegate.dashboards.incident;

import java.time.Instant;

/**
 * How attempts of one bucket of time ended.
 *
 * @param begin when the bucket began
 * @param succeeded how many worked
 * @param ofUsers how many ended by wrong input, guesses among it, by running out or by cancelling
 * @param failed how many failed
 */
public record OutcomeCount(Instant begin, long succeeded, long ofUsers, long failed) {

  /** All of them. */
  public long total() {
    return succeeded + ofUsers + failed;
  }
}
