package io.devicegate.gateway.edge;

/** Finds a field in a query or a form body without decoding the values. */
final class FormEncoding {

  private FormEncoding() {}

  /** Returns whether a field has this name, in any case and any escaped spelling. */
  static boolean hasField(String text, String name) {
    int start = 0;
    while (start <= text.length()) {
      int end = pairEnd(text, start);
      if (isNamed(text, start, end, name)) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  /** Semicolons separate, too: they do for some readers. */
  private static int pairEnd(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '&' && text.charAt(end) != ';') {
      end++;
    }
    return end;
  }

  private static boolean isNamed(String text, int start, int end, String name) {
    int matched = 0;
    int at = start;
    while (at < end && text.charAt(at) != '=') {
      int escaped = text.charAt(at) == '%' ? PathCharacters.escapeAt(text, at) : -1;
      char c = escaped < 0 ? text.charAt(at) : (char) escaped;
      if (matched == name.length() || Character.toLowerCase(c) != name.charAt(matched)) {
        return false;
      }
      matched++;
      at += escaped < 0 ? 1 : 3;
    }
    return matched == name.length();
  }
}
