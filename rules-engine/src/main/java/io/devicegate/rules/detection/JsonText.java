package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Bounds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object (RFC 8259) into plain data, within the bounds of conditions: longer texts,
 * lists and objects are cut off, nulls are left out, whole numbers of 64 bits are {@code Long} and
 * all other numbers {@code Double}.
 *
 * <p>Written by hand: this library has no JSON parser of its own, and at hundreds of thousands of
 * events per second a general one would be most of the cost.
 */
final class JsonText {

  private static final int MAX_CHARACTERS = 1 << 20;
  private static final int MAX_DEPTH = 32;

  private final String text;
  private final NameCache names;
  private int at;

  private JsonText(String text, NameCache names) {
    this.text = text;
    this.names = names;
  }

  /** Returns the object, or nothing when the text is not one. */
  static Optional<Map<String, Object>> read(String text, NameCache names) {
    if (text.length() > MAX_CHARACTERS) {
      return Optional.empty();
    }
    try {
      return Optional.of(new JsonText(text, names).document());
    } catch (Malformed e) {
      return Optional.empty();
    }
  }

  private Map<String, Object> document() {
    skipSpace();
    expect('{');
    Map<String, Object> object = object(1);
    skipSpace();
    if (at != text.length()) {
      throw new Malformed();
    }
    return object;
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw new Malformed();
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
    Map<String, Object> object = new HashMap<>();
    skipSpace();
    if (peek() == '}') {
      at++;
      return object;
    }
    do {
      skipSpace();
      expect('"');
      String name = name();
      skipSpace();
      expect(':');
      Object value = value(depth);
      if (value != null && object.size() < Bounds.ELEMENTS) {
        object.put(name, value);
      }
    } while (more('}'));
    return object;
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
      if (value != null && list.size() < Bounds.ELEMENTS) {
        list.add(value);
      }
    } while (more(']'));
    return list;
  }

  private boolean more(char end) {
    skipSpace();
    char c = next();
    if (c != ',' && c != end) {
      throw new Malformed();
    }
    return c == ',';
  }

  private String name() {
    int start = at;
    int end = text.indexOf('"', start);
    for (int i = start; i < end; i++) {
      if (text.charAt(i) == '\\' || text.charAt(i) < ' ') {
        return string();
      }
    }
    if (end < 0 || end - start > Bounds.TEXT) {
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
        return text.substring(start, Math.min(at - 1, start + Bounds.TEXT));
      }
      if (c == '\\') {
        return escaped(start);
      }
      if (c < ' ') {
        throw new Malformed();
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
        unescaped.setLength(Math.min(unescaped.length(), Bounds.TEXT));
        return unescaped.toString();
      }
      if (c < ' ') {
        throw new Malformed();
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
      default -> throw new Malformed();
    };
  }

  private char unicode() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 128 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw new Malformed();
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at - 1)) {
      throw new Malformed();
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
        number.chars().skip(number.startsWith("-") ? 1 : 0).allMatch(JsonText::isDigit);
    if (!digits) {
      return decimal(number);
    }
    try {
      return Long.valueOf(number);
    } catch (NumberFormatException e) {
      return decimal(number);
    }
  }

  private static Double decimal(String number) {
    if (number.isEmpty() || !(isDigit(number.charAt(0)) || number.charAt(0) == '-')) {
      throw new Malformed();
    }
    try {
      return Double.valueOf(number);
    } catch (NumberFormatException e) {
      throw new Malformed();
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
      throw new Malformed();
    }
  }

  private char next() {
    if (at >= text.length()) {
      throw new Malformed();
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

  /** Ends the reading of what is not a JSON object. */
  private static final class Malformed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Malformed() {
      super("not a JSON object", null, false, false);
    }
  }
}
