package io.devicegate.dashboards.store;

import io.devicegate.rules.event.Event;
import java.time.Instant;

/**
 * How recent the newest event of a source is.
 *
 * @param source the source
 * @param newest when its newest event happened, by the source's clock
 * @param received when the last of its events reached us, by our clock
 */
public record SourceFreshness(String source, Instant newest, Instant received) {

  /** Whether it tells something all the time, so that its silence does too. */
  public boolean isSteady() {
    return !source.equals(Event.OPERATIONS);
  }

  /** The later of each. */
  SourceFreshness with(SourceFreshness other) {
    return new SourceFreshness(
        source,
        newest.isAfter(other.newest) ? newest : other.newest,
        received.isAfter(other.received) ? received : other.received);
  }
}
