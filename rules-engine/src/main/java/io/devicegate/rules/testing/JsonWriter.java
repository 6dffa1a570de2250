package io.devicegate.rules.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain data as JSON. */
final class JsonWriter {

  private final StringBuilder out = new StringBuilder();

  private JsonWriter() {}

  static String write(Map<String, Object> object) {
    JsonWriter writer = new JsonWriter();
    writer.value(object);
    return writer.out.toString();
  }

  private void value(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      object(map);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value instanceof String text) {
      text(text);
    } else {
      out.append(value);
    }
  }

  private void object(Map<?, ?> map) {
    String separator = "{";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      text(String.valueOf(entry.getKey()));
      out.append(':');
      value(entry.getValue());
      separator = ",";
    }
    out.append(map.isEmpty() ? "{}" : "}");
  }

  private void list(List<?> list) {
    String separator = "[";
    for (Object item : list) {
      out.append(separator);
      value(item);
      separator = ",";
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ') {
        out.append(String.format(java.util.Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
