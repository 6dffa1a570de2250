package io.devicegate.gateway.edge;

import io.devicegate.gateway.edge.CanonicalPath.Ambiguity;

/** The characters of a path and their escapes (RFC 3986, sections 2 and 3.3). */
final class PathCharacters {

  private static final boolean[] UNRESERVED = table("-._~");

  /** {@code pchar} without percent sign and semicolon. */
  private static final boolean[] LITERAL = table("-._~!$&'()*+,=:@");

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private PathCharacters() {}

  private static boolean[] table(String marks) {
    boolean[] table = new boolean[128];
    for (char c = '0'; c <= 'z'; c++) {
      table[c] = (c <= '9') || (c >= 'A' && c <= 'Z') || c >= 'a';
    }
    marks.chars().forEach(mark -> table[mark] = true);
    return table;
  }

  static boolean isLiteral(char c) {
    return c < 128 && LITERAL[c];
  }

  static Ambiguity doubtOf(char c) {
    if (c < 0x20 || c == 0x7F) {
      return Ambiguity.CONTROL_CHARACTER;
    }
    return switch (c) {
      case ';' -> Ambiguity.PATH_PARAMETER;
      case '\\' -> Ambiguity.BACKSLASH;
      case '#' -> Ambiguity.FRAGMENT;
      default -> Ambiguity.ILLEGAL_CHARACTER;
    };
  }

  /** Returns the byte that the escape at this place stands for, or -1 when it is no escape. */
  static int escapeAt(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = hex(text.charAt(at + 1));
    int low = hex(text.charAt(at + 2));
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** Unlike {@link Character#digit}, knows ASCII only. */
  private static int hex(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    int letter = c | 0x20;
    return c < 128 && letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  /** Appends an escaped byte in the one spelling that RFC 3986, section 6.2.2, gives it. */
  static void appendCanonical(StringBuilder path, int value) {
    if (value < 128 && UNRESERVED[value]) {
      path.append((char) value);
      return;
    }
    path.append('%').append(HEX[value >> 4]).append(HEX[value & 15]);
  }
}
