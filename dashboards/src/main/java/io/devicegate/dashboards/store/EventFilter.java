package io.devicegate.dashboards.store;

import org.jspecify.annotations.Nullable;

/**
 * Which events to list; a null part does not restrict.
 *
 * @param source the events' source
 * @param type the source's own code
 * @param client the OAuth client id
 * @param id identity within the source
 * @param limit at most so many, 1 to {@value #MAX_LIMIT}
 */
public record EventFilter(
    @Nullable String source,
    @Nullable String type,
    @Nullable String client,
    @Nullable String id,
    int limit) {

  /** The most events that one question returns. */
  public static final int MAX_LIMIT = 500;

  public EventFilter {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MAX_LIMIT + ")");
    }
  }

  public EventFilter(
      @Nullable String source, @Nullable String type, @Nullable String client, int limit) {
    this(source, type, client, null, limit);
  }

  /** The newest events of any kind. */
  public static EventFilter newest(int limit) {
    return new EventFilter(null, null, null, limit);
  }
}
