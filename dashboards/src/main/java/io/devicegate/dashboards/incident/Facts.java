package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * All that a verdict rests on.
 *
 * @param asked now, by our clock; the end of the range
 * @param range what is looked at; begins at a full minute, at most {@link #LONGEST}
 * @param now what happened in the range, minute by minute
 * @param usual what happened in the same stretch a week ago; empty if nothing is known of it
 * @param sources how fresh each source is that ever sent an event
 * @param signals what detections hold against somebody
 */
public record Facts(
    Instant asked,
    TimeRange range,
    List<TimedCount> now,
    List<EventCount> usual,
    List<SourceFreshness> sources,
    List<Signal> signals) {

  /** The longest stretch that is looked at: the search for a beginning is quadratic in minutes. */
  public static final Duration LONGEST = Duration.ofHours(6);

  public Facts {
    if (Duration.between(range.from(), range.to()).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "range: " + range + " (expected: at most " + LONGEST + ")");
    }
    now = List.copyOf(now);
    usual = List.copyOf(usual);
    sources = List.copyOf(sources);
    signals = List.copyOf(signals);
  }

  /** The number of minutes in the range, the last one perhaps cut short. */
  int minutes() {
    return (int) Math.max(1, (Duration.between(range.from(), range.to()).toSeconds() + 59) / 60);
  }

  /** Which minute of the range an instant falls into; may be outside. */
  int minute(Instant instant) {
    return (int) Math.floorDiv(instant.getEpochSecond() - range.from().getEpochSecond(), 60L);
  }

  /** When a minute of the range began. */
  Instant begin(int minute) {
    return range.from().plusSeconds(60L * minute);
  }
}
