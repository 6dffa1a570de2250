package io.devicegate.dashboards.store;

import java.util.List;

/**
 * How often the values of a dimension occur in two slices.
 *
 * @param first how many events the first slice holds, with a value or without
 * @param second how many the second holds
 * @param without how many of both have no value
 * @param distinct how many values there are
 * @param values the most frequent of them, by both slices together, most frequent first
 */
public record Comparison(long first, long second, Pair without, long distinct, List<Pair> values) {

  public Comparison {
    values = List.copyOf(values);
  }

  /**
   * Events of one value.
   *
   * @param value the value; empty for events without any
   * @param first how many in the first slice
   * @param second how many in the second
   */
  public record Pair(String value, long first, long second) {}
}
