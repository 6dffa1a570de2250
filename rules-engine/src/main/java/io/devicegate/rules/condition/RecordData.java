package io.devicegate.rules.condition;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns records of a schema into plain data and back: maps with the schema's names, sets as lists,
 * times as ISO 8601 text, constants of an enum as their names in lower case.
 */
public final class RecordData {

  private RecordData() {}

  /** Returns the record as plain data; absent fields are left out. */
  public static Map<String, Object> write(Record value) {
    Map<String, Object> data = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object part = invoke(component, value);
      if (part != null) {
        data.put(Schema.snakeCase(component.getName()), plain(part));
      }
    }
    return Collections.unmodifiableMap(data);
  }

  /**
   * Reads a record from plain data.
   *
   * @throws IllegalArgumentException if a part is missing, unknown or of the wrong type; names it
   */
  public static <T extends Record> T read(Class<T> type, Map<String, ?> data) {
    return type.cast(record(type, data, ""));
  }

  private static Object plain(Object value) {
    if (value instanceof Record record) {
      return write(record);
    }
    if (value instanceof List<?> || value instanceof Set<?>) {
      return ((Collection<?>) value).stream().map(RecordData::plain).toList();
    }
    if (value instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    return value instanceof Instant || value instanceof Duration ? value.toString() : value;
  }

  private static @Nullable Object invoke(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException(component + ": not accessible", e);
    }
  }

  private static Object record(Class<?> type, Map<?, ?> data, String path) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    @Nullable Object[] values = new Object[components.length];
    Set<Object> unknown = new LinkedHashSet<>(data.keySet());
    for (int i = 0; i < components.length; i++) {
      String name = Schema.snakeCase(components[i].getName());
      types[i] = components[i].getType();
      values[i] = component(components[i], data.get(name), path + name);
      unknown.remove(name);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(path + unknown.iterator().next() + ": no such field");
    }
    return create(type, types, values, path);
  }

  private static Object create(
      Class<?> type, Class<?>[] types, @Nullable Object[] values, String path) {
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      String message = e.getCause() == null ? e.toString() : e.getCause().getMessage();
      throw new IllegalArgumentException(path + " " + message, e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + ": not accessible", e);
    }
  }

  private static @Nullable Object component(
      RecordComponent component, @Nullable Object value, String path) {
    if (value != null) {
      return value(component.getGenericType(), value, path);
    }
    if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return null;
    }
    throw new IllegalArgumentException(path + ": missing");
  }

  private static Object value(Type type, Object value, String path) {
    if (type instanceof ParameterizedType generic) {
      if (generic.getRawType() == Map.class) {
        return map(generic.getActualTypeArguments()[1], value, path);
      }
      List<Object> list = list(generic.getActualTypeArguments()[0], value, path);
      return generic.getRawType() == Set.class ? new LinkedHashSet<>(list) : list;
    }
    Class<?> plain = (Class<?>) type;
    if (plain.isRecord() && value instanceof Map<?, ?> map) {
      return record(plain, map, path + ".");
    }
    if (plain == Object.class) {
      return value;
    }
    if (plain.isEnum()) {
      return constant(plain, value, path);
    }
    Object converted = scalar(plain, value, path);
    if (converted == null) {
      throw new IllegalArgumentException(
          path
              + ": "
              + value
              + " (expected: "
              + plain.getSimpleName().toLowerCase(Locale.ROOT)
              + ")");
    }
    return converted;
  }

  private static @Nullable Object scalar(Class<?> type, Object value, String path) {
    if (type == String.class) {
      return value instanceof String ? value : null;
    }
    if (type == boolean.class || type == Boolean.class) {
      return value instanceof Boolean ? value : null;
    }
    if (type == long.class || type == Long.class) {
      return value instanceof Long || value instanceof Integer
          ? ((Number) value).longValue()
          : null;
    }
    if (type == double.class || type == Double.class) {
      return value instanceof Number number ? number.doubleValue() : null;
    }
    try {
      if (type == Instant.class && value instanceof String text) {
        return Instant.parse(text);
      }
      return type == Duration.class && value instanceof String text ? Duration.parse(text) : null;
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          path + ": " + value + " (expected: ISO 8601, such as 2026-11-24T12:00:00Z or PT5M)", e);
    }
  }

  private static Object constant(Class<?> type, Object value, String path) {
    List<Object> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      Object name = plain(constant);
      if (name.equals(value)) {
        return constant;
      }
      names.add(name);
    }
    throw new IllegalArgumentException(path + ": " + value + " (expected: one of " + names + ")");
  }

  private static List<Object> list(Type element, Object value, String path) {
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException(path + ": " + value + " (expected: a list)");
    }
    List<Object> values = new ArrayList<>();
    for (Object item : list) {
      values.add(value(element, item, path + "[" + values.size() + "]"));
    }
    return values;
  }

  private static Map<String, Object> map(Type element, Object value, String path) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(path + ": " + value + " (expected: a map)");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> values.put(String.valueOf(key), value(element, item, path + "." + key)));
    return values;
  }
}
