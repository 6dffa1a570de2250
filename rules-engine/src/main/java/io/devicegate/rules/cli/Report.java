package io.devicegate.rules.cli;

import io.devicegate.rules.source.Problem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a command has to say: lines for a person, the same as data for a program, and a status. */
final class Report {

  /** All is well. */
  static final int OK = 0;

  /** Something was found: a problem, a failed test, a change. */
  static final int FINDINGS = 1;

  /** The command line was wrong. */
  static final int USAGE = 2;

  /** A file could not be read or written, or is not what it should be. */
  static final int UNREADABLE = 3;

  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Object> data = new LinkedHashMap<>();
  private int status = OK;

  Report line(String text) {
    return add(Tone.PLAIN, text);
  }

  Report good(String text) {
    return add(Tone.GOOD, text);
  }

  Report bad(String text) {
    return add(Tone.BAD, text);
  }

  /** Adds a member to the data; whole numbers become Long. */
  Report put(String name, Object value) {
    data.put(name, value instanceof Integer number ? Long.valueOf(number) : value);
    return this;
  }

  /** Raises the status, never lowers it. */
  Report status(int atLeast) {
    status = Math.max(status, atLeast);
    return this;
  }

  /** Adds problems, sorted, as lines and as data. */
  Report problems(Collection<Problem> problems) {
    List<Problem> sorted = problems.stream().sorted().distinct().toList();
    sorted.forEach(problem -> bad(problem.toString()));
    return put("problems", sorted.stream().map(Report::data).toList());
  }

  int status() {
    return status;
  }

  List<Line> lines() {
    return lines;
  }

  Map<String, Object> data() {
    return data;
  }

  private Report add(Tone tone, String text) {
    lines.add(new Line(tone, text));
    return this;
  }

  private static Map<String, Object> data(Problem problem) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("file", problem.file());
    data.put("line", (long) problem.line());
    data.put("column", (long) problem.column());
    data.put("message", problem.message());
    return data;
  }

  /** How a line is meant. */
  enum Tone {
    PLAIN,
    GOOD,
    BAD
  }

  /** A line for a person. */
  record Line(Tone tone, String text) {}
}
