package io.devicegate.rules.testing;

import java.util.List;

/**
 * What came of one test.
 *
 * @param file the file it stands in
 * @param line its line there
 * @param name its name, with the values of its matrix
 * @param failures what differs from what was expected; empty when it passed
 */
public record TestResult(String file, int line, String name, List<String> failures) {

  public TestResult {
    failures = List.copyOf(failures);
  }

  /** Tells whether the test passed. */
  public boolean passed() {
    return failures.isEmpty();
  }
}
