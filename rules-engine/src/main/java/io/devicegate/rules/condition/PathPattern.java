package io.devicegate.rules.condition;

import java.util.List;

/**
 * A pattern over the segments of a path: {@code *} is any one segment, {@code **} at the end any
 * number of them, also none. Anything else is itself; case counts.
 */
final class PathPattern {

  private final List<String> segments;
  private final boolean open;

  private PathPattern(List<String> segments, boolean open) {
    this.segments = segments;
    this.open = open;
  }

  /**
   * Parses a pattern.
   *
   * @throws IllegalArgumentException if it is no pattern
   */
  static PathPattern parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("path pattern '" + text + "' (expected: to begin with /)");
    }
    List<String> parts = List.of(text.substring(1).split("/", -1));
    boolean open = parts.get(parts.size() - 1).equals("**");
    List<String> segments = open ? parts.subList(0, parts.size() - 1) : parts;
    for (String segment : segments) {
      if (segment.contains("*") && !segment.equals("*")) {
        throw new IllegalArgumentException(
            "path pattern '"
                + text
                + "': '"
                + segment
                + "' (expected: a whole segment is *, and ** only at the end)");
      }
    }
    return new PathPattern(List.copyOf(segments), open);
  }

  boolean matches(String path) {
    if (path.isEmpty() || path.charAt(0) != '/') {
      return false;
    }
    int at = 0;
    for (int i = 0; i < segments.size(); i++) {
      if (at >= path.length()) {
        return false;
      }
      int end = path.indexOf('/', at + 1);
      int stop = end < 0 ? path.length() : end;
      if (!matches(segments.get(i), path, at + 1, stop)) {
        return false;
      }
      at = stop;
    }
    return open || at == path.length();
  }

  private static boolean matches(String segment, String path, int from, int to) {
    if (segment.equals("*")) {
      return to > from;
    }
    return segment.length() == to - from && path.startsWith(segment, from);
  }
}
