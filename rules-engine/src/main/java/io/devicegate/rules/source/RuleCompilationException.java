package io.devicegate.rules.source;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.List;

/** Thrown when rules cannot be used. Names every problem of every file at once, sorted. */
public final class RuleCompilationException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /** Creates one of at least one problem. */
  public RuleCompilationException(Collection<Problem> problems) {
    this(problems.stream().sorted().distinct().toList());
  }

  private RuleCompilationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("problems: none (expected: at least one)");
    }
    this.problems = problems;
  }

  /** Returns every problem, sorted by file, line and column. */
  public List<Problem> problems() {
    return problems;
  }
}
