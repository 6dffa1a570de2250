package io.devicegate.dashboards.store;

import org.jspecify.annotations.Nullable;

/**
 * Which events to list, newest first; a null part does not restrict.
 *
 * @param range when they happened
 * @param selection which of them
 * @param behind only what stands behind this place: the last one of the page before
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record EventFilter(
    @Nullable TimeRange range, Selection selection, @Nullable Place behind, int limit) {

  /** The most events that one question returns. */
  public static final int MAX_LIMIT = 500;

  public EventFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
  }

  /** The newest events of these. */
  public static EventFilter newest(Selection selection, int limit) {
    return new EventFilter(null, selection, null, limit);
  }

  /** The newest events of any kind. */
  public static EventFilter newest(int limit) {
    return newest(Selection.ALL, limit);
  }
}
