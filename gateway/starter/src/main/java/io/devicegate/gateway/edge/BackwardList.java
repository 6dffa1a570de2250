package io.devicegate.gateway.edge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a comma-separated header, last first, with commas in quoted strings left alone.
 *
 * <p>Reading from the end matters: the end was written by the nearest proxy, the beginning by the
 * client, and an unbalanced quote of the client's must not swallow what follows it.
 */
final class BackwardList {

  private final List<String> lines;
  private int line;
  private int end = -1;

  BackwardList(List<String> lines) {
    this.lines = lines;
    this.line = lines.size();
  }

  /** Returns the next element to the left, trimmed; null when there is none. */
  @Nullable String next() {
    if (end < 0 && !toPreviousLine()) {
      return null;
    }
    String text = lines.get(line);
    int comma = commaBefore(text, end);
    String element = text.substring(comma + 1, end).trim();
    end = comma;
    return element;
  }

  private boolean toPreviousLine() {
    if (line == 0) {
      return false;
    }
    line--;
    end = lines.get(line).length();
    return true;
  }

  private static int commaBefore(String text, int end) {
    boolean quoted = false;
    for (int i = end - 1; i >= 0; i--) {
      char c = text.charAt(i);
      if (c == '"' && !isEscaped(text, i)) {
        quoted = !quoted;
      }
      if (c == ',' && !quoted) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isEscaped(String text, int at) {
    int slashes = 0;
    while (at - slashes > 0 && text.charAt(at - slashes - 1) == '\\') {
      slashes++;
    }
    return slashes % 2 == 1;
  }
}
