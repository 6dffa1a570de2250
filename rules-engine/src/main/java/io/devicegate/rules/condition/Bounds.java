package io.devicegate.rules.condition;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large one input of an expression may be. The static cost of an expression is that on inputs
 * of this size, so every record of a schema checks its parts here.
 */
public final class Bounds {

  /** Characters of a text. */
  public static final int TEXT = 8_192;

  /** Characters of a text in a list. */
  public static final int ELEMENT_TEXT = 512;

  /** Elements of a list or entries of a map. */
  public static final int ELEMENTS = 256;

  private Bounds() {}

  /** Returns the text, if it is short enough. */
  public static String text(String value, String name) {
    check(value.length(), TEXT, name, " characters");
    return value;
  }

  /** Returns the text or null, if it is short enough. */
  public static @Nullable String optionalText(@Nullable String value, String name) {
    return value == null ? null : text(value, name);
  }

  /** Returns an immutable copy of the list, if it is short enough. */
  public static <T> List<T> list(Collection<? extends T> value, String name) {
    check(value.size(), ELEMENTS, name, " elements");
    return List.copyOf(value);
  }

  /** Returns an immutable copy of a list of texts, if it and they are short enough. */
  public static List<String> texts(Collection<String> value, String name) {
    value.forEach(text -> check(text.length(), ELEMENT_TEXT, name, " characters in one element"));
    return list(value, name);
  }

  /** Returns an immutable copy of the map, if it is small enough. */
  public static <V> Map<String, V> map(Map<String, ? extends V> value, String name) {
    check(value.size(), ELEMENTS, name, " entries");
    return Map.copyOf(value);
  }

  private static void check(int size, int limit, String name, String unit) {
    if (size > limit) {
      throw new IllegalArgumentException(
          name + ": " + size + unit + " (expected: at most " + limit + ")");
    }
  }
}
