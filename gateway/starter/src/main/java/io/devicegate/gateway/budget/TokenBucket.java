package io.devicegate.gateway.budget;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket in one number: the time at which it will be full again (the generic cell rate
 * algorithm). Lock-free; times are nanoseconds of a clock that only moves forward.
 */
final class TokenBucket {

  private final long interval;
  private final long tolerance;
  private final AtomicLong fullAt;

  TokenBucket(Rate rate, long now) {
    this.interval = Math.max(1, rate.period().toNanos() / rate.permits());
    // Bursts so large that the sum could overflow are as good as a century.
    this.tolerance = saturated(interval, rate.burst() - 1L);
    this.fullAt = new AtomicLong(now);
  }

  /** Takes a token; returns 0 when it got one, else the nanoseconds until there is one. */
  long take(long now) {
    while (true) {
      long seen = fullAt.get();
      long start = seen - now > 0 ? seen : now;
      long missing = start - now - tolerance;
      if (missing > 0) {
        return missing;
      }
      if (fullAt.compareAndSet(seen, start + interval)) {
        return 0;
      }
    }
  }

  /** Gives back a token that was taken for a request that another budget refused. */
  void giveBack() {
    fullAt.addAndGet(-interval);
  }

  boolean isFull(long now) {
    return fullAt.get() - now <= 0;
  }

  private static long saturated(long interval, long times) {
    return times > 0 && interval > Long.MAX_VALUE / 4 / times
        ? Long.MAX_VALUE / 4
        : interval * times;
  }
}
