package io.devicegate.sandbox.device;

import java.time.Duration;

/**
 * How long a device waits before it polls again (RFC 8628, section 3.5). Starts at the interval
 * that the tenant named; each {@code slow_down} adds 5 seconds for good; while nothing answers, the
 * wait doubles each time, up to a minute.
 */
final class PollSchedule {

  private static final Duration SLOW_DOWN = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private Duration interval;
  private Duration wait;

  PollSchedule(Duration interval) {
    this.interval = interval;
    this.wait = interval;
  }

  /** How long to wait from now, the arrival of the last answer. */
  Duration next() {
    return wait;
  }

  void pending() {
    wait = interval;
  }

  void slowDown() {
    interval = interval.plus(SLOW_DOWN);
    wait = interval;
  }

  void unanswered() {
    Duration doubled = wait.multipliedBy(2);
    Duration longest = interval.compareTo(LONGEST) > 0 ? interval : LONGEST;
    wait = doubled.compareTo(longest) > 0 ? longest : doubled;
  }
}
