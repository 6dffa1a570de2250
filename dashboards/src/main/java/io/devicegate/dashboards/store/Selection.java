package io.devicegate.dashboards.store;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which events, apart from when; what is absent does not restrict.
 *
 * @param values for each dimension the values of which an event has one; at most {@value
 *     #MAX_VALUES} of each; {@link #NONE} for the events that have none
 * @param text words that all stand in the event's description, in any order and case
 */
public record Selection(Map<Dimension, List<String>> values, @Nullable String text) {

  /** The most values of one dimension, with all hashes that may stand for them. */
  public static final int MAX_VALUES = 20_000;

  /** Stands for that an event has no value of a dimension. */
  public static final String NONE = "";

  /** Every event. */
  public static final Selection ALL = new Selection(Map.of(), null);

  public Selection {
    EnumMap<Dimension, List<String>> copy = new EnumMap<>(Dimension.class);
    values.forEach((dimension, allowed) -> copy.put(dimension, checked(dimension, allowed)));
    values = Map.copyOf(copy);
  }

  /** The events that have this value. */
  public static Selection of(Dimension dimension, String value) {
    return new Selection(Map.of(dimension, List.of(value)), null);
  }

  /**
   * The values that events have which signals name {@code source:id}; an id may hold anything.
   *
   * @return nothing for no events
   */
  public static Map<Dimension, List<String>> identities(List<String> named) {
    return named.isEmpty()
        ? Map.of()
        : Map.of(
            Dimension.SOURCE,
            named.stream()
                .map(name -> name.substring(0, Math.max(0, name.indexOf(':'))))
                .distinct()
                .toList(),
            Dimension.ID,
            named.stream().map(name -> name.substring(name.indexOf(':') + 1)).toList());
  }

  private static List<String> checked(Dimension dimension, List<String> allowed) {
    if (allowed.isEmpty() || allowed.size() > MAX_VALUES) {
      throw new IllegalArgumentException(
          "%s: %d values (expected: 1 to %d)"
              .formatted(dimension.label(), allowed.size(), MAX_VALUES));
    }
    return List.copyOf(allowed);
  }
}
