package io.devicegate.rules.json;

import io.devicegate.rules.condition.Bounds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object (RFC 8259) into plain data: whole numbers of 64 bits are {@code Long} and
 * all other numbers {@code Double}. At most 1,048,576 characters and 32 levels.
 *
 * <p>Written by hand: this library has no JSON parser of its own, and at hundreds of thousands of
 * events per second a general one would be most of the cost.
 */
public final class JsonReader {

  /** The most characters that a text may have. */
  public static final int MAX_CHARACTERS = 1 << 20;

  /** The most levels of objects and lists in each other. */
  public static final int MAX_DEPTH = 32;

  private final String text;
  // Null when the reading is exact.
  private final @Nullable NameCache names;
  private final Predicate<String> wanted;
  private final int maxText;
  private final int maxElements;
  private int at;
  // What is read now is only looked at for whether it is JSON.
  private boolean skipping;

  private JsonReader(
      String text,
      @Nullable NameCache names,
      Predicate<String> wanted,
      int maxText,
      int maxElements) {
    this.text = text;
    this.names = names;
    this.wanted = wanted;
    this.maxText = maxText;
    this.maxElements = maxElements;
  }

  /**
   * Reads what a stranger wrote, within the bounds of conditions: longer texts, lists and objects
   * are cut off, nulls are left out, and of members with one name the last counts.
   *
   * @param wanted which of the object's own members are of use, by their names; the others are left
   *     out
   * @return the object, or nothing when the text is not one
   */
  public static Optional<Map<String, Object>> readLeniently(
      String text, NameCache names, Predicate<String> wanted) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new JsonReader(text, names, wanted, Bounds.TEXT, Bounds.ELEMENTS).document());
    } catch (MalformedJsonException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads exactly what {@link JsonWriter} wrote, members in their order. A null, and a name that
   * comes twice in one object, are errors.
   *
   * @throws MalformedJsonException if the text is no such object; says where
   */
  public static Map<String, Object> read(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new MalformedJsonException(
          0, text.length() + " characters (expected: at most " + MAX_CHARACTERS + ")");
    }
    return new JsonReader(text, null, name -> true, Integer.MAX_VALUE, Integer.MAX_VALUE)
        .document();
  }

  private Map<String, Object> document() {
    skipSpace();
    expect('{');
    Map<String, Object> object = object(1);
    skipSpace();
    if (at != text.length()) {
      throw malformed("more after the object (expected: one object)", at);
    }
    return object;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw malformed("nested deeper than " + MAX_DEPTH + " levels", at);
    }
    skipSpace();
    char c = next();
    return switch (c) {
      case '{' -> object(depth + 1);
      case '[' -> list(depth + 1);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> object = names == null ? new LinkedHashMap<>() : new HashMap<>();
    skipSpace();
    if (peek() == '}') {
      at++;
      return object;
    }
    int members = 0;
    do {
      skipSpace();
      expect('"');
      String name = name();
      skipSpace();
      expect(':');
      int before = at;
      boolean kept = !skipping && (depth > 1 || wanted.test(name));
      Object value = kept ? value(depth) : skipped(depth);
      if (names == null) {
        requireNew(name, value, object, before);
      }
      // All count, so that what is beyond the bound does not depend on what is wanted.
      if (value != null && members++ < maxElements && kept) {
        object.put(name, value);
      }
    } while (more('}'));
    return object;
  }

  /** Goes through a value; what it returns tells only whether it is null. */
  private @Nullable Object skipped(int depth) {
    boolean before = skipping;
    skipping = true;
    Object value = value(depth);
    skipping = before;
    return value;
  }

  private List<Object> list(int depth) {
    List<Object> list = new ArrayList<>();
    skipSpace();
    if (peek() == ']') {
      at++;
      return list;
    }
    do {
      Object value = value(depth);
      if (value == null && names == null) {
        throw malformed("null in a list (expected: a value)", at);
      }
      if (value != null && !skipping && list.size() < maxElements) {
        list.add(value);
      }
    } while (more(']'));
    return list;
  }

  private boolean more(char end) {
    skipSpace();
    char c = next();
    if (c != ',' && c != end) {
      throw malformed("expected: , or " + end, at - 1);
    }
    return c == ',';
  }

  private String name() {
    if (skipping) {
      return string();
    }
    int start = at;
    int end = text.indexOf('"', start);
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '\\' || text.charAt(i) < ' ') {
        return string();
      }
    }
    if (names == null || end < 0 || end - start > maxText) {
      return string();
    }
    at = end + 1;
    return names.get(text, start, end);
  }

  private String string() {
    int start = at;
    while (true) {
      char c = next();
      if (c == '"') {
        return skipping ? "" : text.substring(start, start + Math.min(at - 1 - start, maxText));
      }
      if (c == '\\') {
        return escaped(start);
      }
      if (c < ' ') {
        throw malformed("control character in a text (expected: \\u and four digits)", at - 1);
      }
    }
  }

  /** Reads a text with escapes, from the first of them; {@code start} is where it began. */
  private String escaped(int start) {
    StringBuilder unescaped = new StringBuilder(text.substring(start, at - 1));
    at--;
    while (true) {
      char c = next();
      if (c == '"') {
        unescaped.setLength(Math.min(unescaped.length(), maxText));
        return unescaped.toString();
      }
      if (c < ' ') {
        throw malformed("control character in a text (expected: \\u and four digits)", at - 1);
      }
      unescaped.append(c == '\\' ? escape() : c);
    }
  }

  private char escape() {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw malformed("unknown escape", at - 1);
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed("expected: four hexadecimal digits", at - 1);
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at - 1)) {
      throw malformed("expected: " + word, at - 1);
    }
    at += word.length() - 1;
    return value;
  }

  private Object number() {
    int start = at - 1;
    while (at < text.length() && isNumeric(text.charAt(at))) {
      at++;
    }
    String number = text.substring(start, at);
    boolean digits =
        number.chars().skip(number.startsWith("-") ? 1 : 0).allMatch(JsonReader::isDigit);
    if (!digits) {
      return decimal(number, start);
    }
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException e) {
      return decimal(number, start);
    }
  }

  private Double decimal(String number, int start) {
    if (number.isEmpty() || !(isDigit(number.charAt(0)) || number.charAt(0) == '-')) {
      throw malformed("expected: a value", start);
    }
    try {
      return Double.valueOf(number);
    } catch (NumberFormatException e) {
      throw malformed("not a number", start);
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNumeric(char c) {
    return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == '+' || c == '-';
  }

  private void expect(char expected) {
    if (next() != expected) {
      throw malformed("expected: " + expected, at - 1);
    }
  }

  private char next() {
    if (at >= text.length()) {
      throw malformed("the text ends too early", at);
    }
    return text.charAt(at++);
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipSpace() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private static void requireNew(
      String name, @Nullable Object value, Map<String, Object> object, int at) {
    if (value == null) {
      throw malformed("'" + name + "' is null (expected: a value, or no member)", at);
    }
    if (object.containsKey(name)) {
      throw malformed("'" + name + "' is here twice", at);
    }
  }

  private static MalformedJsonException malformed(String message, int at) {
    return new MalformedJsonException(at + 1, message);
  }
}
