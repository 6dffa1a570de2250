package io.devicegate.rules.json;

import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes plain data as JSON on one line: maps with names, lists, text, {@code Long}, {@code
 * Double}, truth values. What {@link JsonReader#read} reads from it is equal to what was written.
 */
public final class JsonWriter {

  private static final HexFormat HEX = HexFormat.of();

  /** In characters; a longer text makes room for itself. */
  private static final int USUAL_LENGTH = 512;

  private final StringBuilder out = new StringBuilder(USUAL_LENGTH);

  private JsonWriter() {}

  /**
   * Returns the object as JSON, members in the map's order.
   *
   * @throws IllegalArgumentException if it holds anything else, is nested too deeply or longer than
   *     a {@link JsonReader} reads; names the member
   */
  public static String write(Map<String, ?> object) {
    return write(object, JsonReader.MAX_CHARACTERS);
  }

  /** Does so within another bound of characters. */
  public static String write(Map<String, ?> object, int maxCharacters) {
    return write(object::forEach, maxCharacters);
  }

  /**
   * Returns an object as JSON whose members are told one by one, for what is in no map.
   *
   * @param members tells each once, by its name and value
   */
  public static String write(Consumer<BiConsumer<String, Object>> members) {
    return write(members, JsonReader.MAX_CHARACTERS);
  }

  private static String write(Consumer<BiConsumer<String, Object>> members, int maxCharacters) {
    JsonWriter writer = new JsonWriter();
    writer.object(members, "", 1);
    if (writer.out.length() > maxCharacters) {
      throw new IllegalArgumentException(
          writer.out.length() + " characters of JSON (expected: at most " + maxCharacters + ")");
    }
    return writer.out.toString();
  }

  /** The path is put together where something is below it or wrong with it, which is seldom. */
  private void value(@Nullable Object value, String path, String name, int depth) {
    if (depth > JsonReader.MAX_DEPTH) {
      throw new IllegalArgumentException(
          path + name + ": nested deeper than " + JsonReader.MAX_DEPTH + " levels");
    }
    if (value instanceof Map<?, ?> map) {
      object(
          members -> map.forEach((key, each) -> members.accept(String.valueOf(key), each)),
          path + name + ".",
          depth + 1);
    } else if (value instanceof Collection<?> list) {
      list(list, path + name, depth + 1);
    } else if (value instanceof String text) {
      text(text);
    } else if (value instanceof Long
        || value instanceof Boolean
        || (value instanceof Double number && Double.isFinite(number))) {
      out.append(value);
    } else {
      throw new IllegalArgumentException(
          path
              + name
              + ": "
              + (value == null ? "null" : value.getClass().getSimpleName())
              + " (expected: text, Long, finite Double, truth value, list or map)");
    }
  }

  private void object(Consumer<BiConsumer<String, Object>> members, String path, int depth) {
    int begin = out.length();
    members.accept(
        (name, value) -> {
          out.append(out.length() == begin ? '{' : ',');
          text(name);
          out.append(':');
          value(value, path, name, depth);
        });
    out.append(out.length() == begin ? "{}" : "}");
  }

  private void list(Collection<?> list, String path, int depth) {
    String separator = "[";
    for (Object item : list) {
      out.append(separator);
      value(item, path, "[]", depth);
      separator = ",";
    }
    out.append(list.isEmpty() ? "[]" : "]");
  }

  private void text(String text) {
    out.append('"');
    int written = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isPlain(c)) {
        continue;
      }
      if (c == '"' || c == '\\') {
        out.append(text, written, i).append('\\').append(c);
        written = i + 1;
      } else if (c < ' ' || isLineEnd(c) || isLonely(text, i)) {
        out.append(text, written, i).append("\\u").append(HEX.toHexDigits(c));
        written = i + 1;
      }
    }
    out.append(text, written, text.length()).append('"');
  }

  /** What nearly all text is made of. */
  private static boolean isPlain(char c) {
    return c >= ' ' && c <= '~' && c != '"' && c != '\\';
  }

  /** Half a character has no UTF-8: it would be lost in a file. */
  private static boolean isLonely(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  /** Some tools take these for the end of a line. */
  private static boolean isLineEnd(char c) {
    return c == '\u0085' || c == '\u2028' || c == '\u2029';
  }
}
