package io.devicegate.rules.testing;

import java.util.List;

/**
 * What the inputs of some tests come to by two versions of a rule.
 *
 * @param tests how many there were
 * @param changes those that came to something else, in the order of the tests
 */
public record TestComparison(int tests, List<Change> changes) {

  public TestComparison {
    changes = List.copyOf(changes);
  }

  /**
   * A test whose input comes to something else.
   *
   * @param file the file it stands in
   * @param line its line there
   * @param name its name, with the values of its matrix
   * @param change what is other, such as {@code outcome: allow -> deny}
   */
  public record Change(String file, int line, String name, String change) {}
}
