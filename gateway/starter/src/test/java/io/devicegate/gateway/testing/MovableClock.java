package io.devicegate.gateway.testing;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved. */
public final class MovableClock extends Clock {

  /** What it says before it is moved. */
  public static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final AtomicLong elapsedMillis = new AtomicLong();

  public void advance(Duration time) {
    elapsedMillis.addAndGet(time.toMillis());
  }

  /** The same time for Caffeine. */
  public Ticker ticker() {
    return () -> TimeUnit.MILLISECONDS.toNanos(millis());
  }

  @Override
  public Instant instant() {
    return START.plusMillis(elapsedMillis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
