package io.devicegate.rules.testing;

import io.devicegate.rules.detection.Detection;
import io.devicegate.rules.detection.DetectionOptions;
import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the {@code *_test.yaml} of detections.
 *
 * <p>The tests of {@code x_test.yaml} see the detections of {@code x.yaml} alone.
 *
 * <pre>{@code
 * now: 2026-11-24T12:00:00Z
 * fixtures:
 *   guess: {type: fdeac, ip: 203.0.113.7, details: {code: "AB{n}"}}
 * tests:
 *   - name: five codes in five minutes
 *     events:
 *       - {use: [guess], at: 0s, repeat: 5, every: 60s}
 *     expect:
 *       - {rule: user-code-guessing, subject: ip, value: 203.0.113.7, raised: 240s, count: 5}
 *   - name: one code
 *     events: [{use: [guess]}]
 *     expect: []
 * }</pre>
 *
 * <p>An event has the members of Auth0's log, of which the id and the date are made up when they
 * are missing: {@code at} is the time after {@code now}. With {@code repeat} it comes again {@code
 * every} so often, and in its texts <code>{n}</code> is which time it is, from 0. {@code source:
 * gateway} makes it one of the gateway's. Events come in the order of their times. At the end time
 * goes on until every window is over.
 *
 * <p>{@code expect} names every signal, in the order of their times; of each it may name {@code
 * rule}, {@code subject}, {@code value}, {@code kind}, {@code reason}, {@code severity}, {@code
 * mode}, {@code raised} and {@code expires} (times after {@code now}), {@code count}, {@code
 * total}.
 */
public final class DetectionTests {

  private DetectionTests() {}

  /**
   * Runs every test of a folder. A file without tests is a problem, and so are tests of nothing.
   *
   * @throws RuleCompilationException if a detection or a test file is wrong
   */
  public static TestReport run(Path folder, DetectionOptions options) {
    return TestedFolder.run(folder, RuleFolder.YAML, (rules, tests) -> run(rules, tests, options));
  }

  /**
   * Runs the tests of one file.
   *
   * @throws RuleCompilationException if the detection or the test file is wrong
   */
  public static TestReport run(RuleSource detections, RuleSource tests, DetectionOptions options) {
    DetectionRules rules = DetectionRules.compile(List.of(detections), options);
    List<Problem> problems = new ArrayList<>();
    List<DetectionTestCase> cases = new DetectionTestReader(tests, problems::add).read();
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    List<TestResult> results = new ArrayList<>();
    List<Set<String>> raised = new ArrayList<>();
    for (DetectionTestCase test : cases) {
      DetectionTestCase.Outcome outcome = test.run(rules);
      results.add(outcome.result());
      raised.add(outcome.rules());
    }
    return new TestReport(results, coverage(detections.file(), rules, raised));
  }

  /**
   * Runs one detection of two sets on the events of some files of tests. What the tests expect is
   * not looked at.
   *
   * @param id of a detection that is in both
   * @throws RuleCompilationException if a test file is wrong
   */
  public static TestComparison compare(
      String id, DetectionRules before, DetectionRules after, List<RuleSource> tests) {
    List<Problem> problems = new ArrayList<>();
    List<DetectionTestCase> cases = new ArrayList<>();
    tests.forEach(file -> cases.addAll(new DetectionTestReader(file, problems::add).read()));
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    List<TestComparison.Change> changes = new ArrayList<>();
    cases.forEach(test -> test.compare(id, before, after).ifPresent(changes::add));
    return new TestComparison(cases.size(), changes);
  }

  /** A detection is covered when it raised a signal in one test and none in another. */
  private static List<Coverage> coverage(
      String file, DetectionRules rules, List<Set<String>> raised) {
    Set<String> ever = new HashSet<>();
    raised.forEach(ever::addAll);
    return rules.detections().stream()
        .map(Detection::id)
        .map(
            id ->
                new Coverage(
                    file, id, ever.contains(id), raised.stream().anyMatch(in -> !in.contains(id))))
        .toList();
  }
}
