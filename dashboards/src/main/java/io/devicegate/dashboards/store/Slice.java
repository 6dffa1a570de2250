package io.devicegate.dashboards.store;

/**
 * Events of a stretch of time.
 *
 * @param range when they happened
 * @param selection which of them
 */
public record Slice(TimeRange range, Selection selection) {

  /** All that happened in the range. */
  public static Slice of(TimeRange range) {
    return new Slice(range, Selection.ALL);
  }
}
