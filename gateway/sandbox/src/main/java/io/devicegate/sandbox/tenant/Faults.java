package io.devicegate.sandbox.tenant;

import io.devicegate.sandbox.logstream.LogStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** The faults that are in the tenant now; none at the start. Thread-safe. */
@Component
final class Faults {

  private static final Duration BEHIND = Duration.ofMinutes(10);

  private final Set<Fault> on = ConcurrentHashMap.newKeySet();
  private final LogStream stream;

  Faults(LogStream stream) {
    this.stream = stream;
  }

  boolean isOn(Fault fault) {
    return on.contains(fault);
  }

  /** What is on, by name. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    on.forEach(fault -> names.add(fault.label()));
    return names;
  }

  void set(Fault fault, boolean isOn) {
    if (isOn) {
      on.add(fault);
    } else {
      on.remove(fault);
    }
    stream.pause(isOn(Fault.STREAM_PAUSED));
    stream.filter(isOn(Fault.STREAM_FILTERED));
  }

  /** The clock as the tenant has it, right or not. */
  Clock clock(Clock right) {
    return new TenantClock(right);
  }

  private final class TenantClock extends Clock {

    private final Clock right;

    TenantClock(Clock right) {
      this.right = right;
    }

    @Override
    public Instant instant() {
      Instant now = right.instant();
      return isOn(Fault.CLOCK_BEHIND) ? now.minus(BEHIND) : now;
    }

    @Override
    public ZoneId getZone() {
      return right.getZone();
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return new TenantClock(right.withZone(zone));
    }
  }
}
