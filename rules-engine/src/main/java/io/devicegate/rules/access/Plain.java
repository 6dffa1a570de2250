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
