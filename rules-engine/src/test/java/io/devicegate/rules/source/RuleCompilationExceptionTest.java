package io.devicegate.rules.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class RuleCompilationExceptionTest {

  @Test
  void namesEveryProblemOnceAndInOrder() {
    RuleCompilationException exception =
        new RuleCompilationException(
            List.of(
                new Problem("b.js", 2, 1, "later"),
                new Problem("a.js", 10, 1, "tenth line"),
                new Problem("a.js", 2, 0, "second line"),
                new Problem("b.js", 2, 1, "later"),
                Problem.of("a.js", "whole file")));

    assertThat(exception)
        .hasMessage(
            """
            a.js: whole file
            a.js:2: second line
            a.js:10:1: tenth line
            b.js:2:1: later""");
    assertThat(exception.problems()).hasSize(4);
  }

  @Test
  void needsAProblem() {
    assertThatThrownBy(() -> new RuleCompilationException(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("problems: none (expected: at least one)");
  }
}
