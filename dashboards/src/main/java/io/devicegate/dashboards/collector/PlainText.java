package io.devicegate.dashboards.collector;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Text as a store can keep it: no NUL, no half of a surrogate pair, not longer than asked. */
final class PlainText {

  private static final char REPLACEMENT = '\uFFFD';

  private PlainText() {}

  /** The first of these members that holds text or a number; blank counts as absent. */
  static @Nullable String of(JsonNode object, int longest, String... names) {
    for (String name : names) {
      JsonNode value = object.path(name);
      if ((value.isString() || value.isNumber()) && !value.asString().isBlank()) {
        return clip(clean(value.asString()), longest);
      }
    }
    return null;
  }

  static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isBroken(text, i)) {
        return replaceBroken(text);
      }
    }
    return text;
  }

  private static String replaceBroken(String text) {
    StringBuilder clean = new StringBuilder(text);
    for (int i = 0; i < text.length(); i++) {
      if (isBroken(text, i)) {
        clean.setCharAt(i, REPLACEMENT);
      }
    }
    return clean.toString();
  }

  private static boolean isBroken(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i == 0 || !Character.isHighSurrogate(text.charAt(i - 1));
    }
    return c == '\0';
  }

  private static String clip(String text, int longest) {
    return text.length() <= longest ? text : clean(text.substring(0, longest));
  }
}
