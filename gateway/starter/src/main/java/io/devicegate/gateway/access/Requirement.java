package io.devicegate.gateway.access;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a route demands of a request: its metadata {@code devicegate.require}. */
public enum Requirement {
  /** A valid token that demonstrably came from the device flow. Holds where nothing is said. */
  DEVICE,
  /** Any valid token of a configured tenant. */
  TOKEN,
  /** Nothing. */
  NONE;

  /** Key in a route's metadata. */
  public static final String KEY = "devicegate.require";

  private static final String PREFIX = "devicegate";
  private static final String NESTED_KEY = "require";

  /**
   * Reads a route's requirement.
   *
   * @throws IllegalArgumentException when the metadata has a value that is none of the three
   */
  public static Requirement of(Map<String, Object> metadata) {
    Object value = metadata.get(KEY);
    // A dot in YAML or properties makes a nested map of the key.
    if (value == null && metadata.get(PREFIX) instanceof Map<?, ?> nested) {
      value = nested.get(NESTED_KEY);
    }
    return value == null ? DEVICE : parse(value);
  }

  private static Requirement parse(@Nullable Object value) {
    for (Requirement requirement : values()) {
      if (requirement.wireName().equals(String.valueOf(value))) {
        return requirement;
      }
    }
    throw new IllegalArgumentException(KEY + ": " + value + " (expected: device, token or none)");
  }

  /** Name in metadata, such as {@code device}. */
  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
