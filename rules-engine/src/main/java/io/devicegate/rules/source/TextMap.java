package io.devicegate.rules.source;

/**
 * Finds the place in a file of a character of a YAML scalar.
 *
 * <p>Folding and indentation change only white space, so the n-th visible character of the scalar
 * is the n-th visible character after the scalar's first.
 */
public final class TextMap {

  private final String file;
  private final int start;
  private final String text;
  private final boolean singleQuoted;

  TextMap(String file, int start, String text, boolean singleQuoted) {
    this.file = file;
    this.start = start;
    this.text = text;
    this.singleQuoted = singleQuoted;
  }

  int[] locate(int offset) {
    int end = Math.min(Math.max(offset, 0), text.length());
    int visible = 0;
    for (int i = 0; i < end; i++) {
      visible += Character.isWhitespace(text.charAt(i)) ? 0 : 1;
    }
    return lineAndColumn(skip(visible));
  }

  private int skip(int visible) {
    int left = visible;
    int at = start;
    while (at < file.length()) {
      char c = file.charAt(at);
      if (!Character.isWhitespace(c)) {
        if (left == 0) {
          return at;
        }
        left--;
        at += singleQuoted && c == '\'' ? 1 : 0;
      }
      at++;
    }
    return Math.min(at, file.length());
  }

  private int[] lineAndColumn(int at) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (file.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new int[] {line, file.codePointCount(lineStart, at) + 1};
  }
}
