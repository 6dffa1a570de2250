package io.devicegate.dashboards.incident;

import java.time.Duration;

/** Whether one may go by what a source says, or by its silence. */
public enum SourceState {
  /** Events arrive, and they are fresh. */
  LIVE,
  /** Events arrive, but their dates are more than {@link #LONGEST_DELAY} old. */
  LATE,
  /** Nothing arrives, though that long a silence is not usual. */
  SILENT,
  /** Nothing arrives, which may be usual. */
  UNKNOWN;

  /** How old an event may be on arrival. */
  public static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

  /** With that many expected, none at all is less likely than one in a hundred thousand. */
  static final double SURELY_SOME = 12;

  private static final Duration SHORTEST_SILENCE = Duration.ofMinutes(3);

  /**
   * Tells the state of a source that has sent something before.
   *
   * @param age time since its newest event happened
   * @param silence time since its last event arrived
   * @param expected how many events were to be expected in the silence; 0 when that is not known
   */
  public static SourceState of(Duration age, Duration silence, double expected) {
    if (silence.compareTo(SHORTEST_SILENCE) < 0) {
      return age.compareTo(LONGEST_DELAY) > 0 ? LATE : LIVE;
    }
    return expected >= SURELY_SOME ? SILENT : UNKNOWN;
  }
}
