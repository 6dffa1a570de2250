package io.devicegate.rules.testing;

import java.util.ArrayList;
import java.util.List;

/**
 * What came of all tests.
 *
 * @param results each test, in the order of the files
 * @param coverage each match of the policies that have tests
 */
public record TestReport(List<TestResult> results, List<Coverage> coverage) {

  public TestReport {
    results = List.copyOf(results);
    coverage = List.copyOf(coverage);
  }

  /** Joins reports, in their order. */
  public static TestReport of(List<TestReport> reports) {
    List<TestResult> results = new ArrayList<>();
    List<Coverage> coverage = new ArrayList<>();
    reports.forEach(
        report -> {
          results.addAll(report.results());
          coverage.addAll(report.coverage());
        });
    return new TestReport(results, coverage);
  }

  /** Tells whether every test passed and every match has a positive and a negative case. */
  public boolean passed() {
    return results.stream().allMatch(TestResult::passed) && uncovered().isEmpty();
  }

  /** Returns the matches that lack a positive or a negative case. */
  public List<Coverage> uncovered() {
    return coverage.stream().filter(match -> match.reached() < 2).toList();
  }

  /** Returns the share of outcomes that tests reach, in percent, rounded down. */
  public int coveragePercent() {
    int reached = coverage.stream().mapToInt(Coverage::reached).sum();
    return coverage.isEmpty() ? 100 : reached * 100 / (2 * coverage.size());
  }
}
