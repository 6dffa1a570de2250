package io.devicegate.rules.source;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * Something wrong in the text of a rule, at a place an editor can jump to.
 *
 * @param file the file's name, as its reader knows it
 * @param line counted from 1; 0 when the problem is that of the whole file
 * @param column counted from 1; 0 when it is that of the whole line
 * @param message what is wrong and, where it helps, what was expected
 */
public record Problem(String file, int line, int column, String message)
    implements Comparable<Problem> {

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  public Problem {
    requireNonNull(file, "file");
    requireNonNull(message, "message");
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException(
          "line and column: " + line + ":" + column + " (expected: >= 0)");
    }
  }

  /** Returns a problem of the whole file. */
  public static Problem of(String file, String message) {
    return new Problem(file, 0, 0, message);
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** Returns {@code file:line:column: message}, without the numbers that are not known. */
  @Override
  public String toString() {
    return file
        + (line == 0 ? "" : ":" + line)
        + (line == 0 || column == 0 ? "" : ":" + column)
        + ": "
        + message;
  }
}
