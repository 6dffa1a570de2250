package io.devicegate.rules.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies of plain data: text, numbers, booleans, lists and maps of them. */
final class Plain {

  private Plain() {}

  /**
   * Returns an immutable copy with integers as Long, or null if a null or other object is in it.
   */
  static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof Integer number) {
      return number.longValue();
    }
    if (value instanceof String
        || value instanceof Long
        || value instanceof Double
        || value instanceof Boolean) {
      return value;
    }
    if (value instanceof List<?> list) {
      return list(list);
    }
    return value instanceof Map<?, ?> map ? map(map) : null;
  }

  /**
   * Returns a copy of the value, read as what is declared where it is text: settings that come from
   * an environment variable or a command line are nothing else. Null as {@link #copy}.
   */
  static @Nullable Object as(Object declared, @Nullable Object value) {
    if (value instanceof String text && !(declared instanceof String)) {
      return parsed(declared, text);
    }
    if (declared instanceof List<?> list && !list.isEmpty() && value instanceof List<?> values) {
      List<@Nullable Object> elements = new ArrayList<>();
      values.forEach(element -> elements.add(as(list.get(0), element)));
      return list(elements);
    }
    return copy(value);
  }

  private static @Nullable Object parsed(Object declared, String text) {
    try {
      if (declared instanceof Long) {
        return Long.valueOf(text);
      }
      if (declared instanceof Double) {
        return Double.valueOf(text);
      }
    } catch (NumberFormatException e) {
      return null;
    }
    if (!(declared instanceof Boolean)) {
      return null;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  /** Tells whether one may stand where the other is declared. */
  static boolean sameShape(Object declared, Object value) {
    if (declared instanceof List<?> a && value instanceof List<?> b) {
      return a.isEmpty() || b.isEmpty() || sameShape(a.get(0), b.get(0));
    }
    if (declared instanceof Map<?, ?> && value instanceof Map<?, ?>) {
      return true;
    }
    return declared.getClass() == value.getClass();
  }

  private static @Nullable Object list(List<?> list) {
    List<Object> copy = new ArrayList<>();
    for (Object element : list) {
      Object plain = copy(element);
      if (plain == null) {
        return null;
      }
      copy.add(plain);
    }
    return List.copyOf(copy);
  }

  private static @Nullable Object map(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      Object plain = copy(entry.getValue());
      if (plain == null) {
        return null;
      }
      copy.put(String.valueOf(entry.getKey()), plain);
    }
    return Map.copyOf(copy);
  }
}
