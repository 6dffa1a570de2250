package io.devicegate.dashboards.store;

import java.time.Duration;
import java.time.Instant;

/**
 * A stretch of event time.
 *
 * @param from the first instant inside
 * @param to the first instant after it
 */
public record TimeRange(Instant from, Instant to) {

  public TimeRange {
    if (!from.isBefore(to)) {
      throw new IllegalArgumentException(
          "from: " + from + " (expected: before to, which is " + to + ")");
    }
  }

  /** The stretch of this length that ends at {@code to}. */
  public static TimeRange before(Instant to, Duration length) {
    return new TimeRange(to.minus(length), to);
  }
}
