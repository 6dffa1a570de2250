package io.devicegate.gateway.budget;

import java.time.Duration;

/**
 * A rate of requests.
 *
 * @param permits how many requests the period allows on average; at least 1
 * @param period the period; from 1 millisecond to 1 day
 * @param burst how many requests may come at once after a rest; at least 1
 */
public record Rate(int permits, Duration period, int burst) {

  public Rate {
    Expect.that(permits >= 1, "permits", permits, ">= 1");
    Expect.that(burst >= 1, "burst", burst, ">= 1");
    boolean within =
        period.compareTo(Duration.ofMillis(1)) >= 0 && period.compareTo(Duration.ofDays(1)) <= 0;
    Expect.that(within, "period", period, "from PT0.001S to PT24H");
  }
}
