package io.devicegate.rules.testing;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.access.Decision;
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
 * Runs the {@code *_test.yaml} of access policies.
 *
 * <p>The tests of {@code x_test.yaml} see the policies of {@code x.yaml} alone, all of them
 * enforced, whatever their mode.
 *
 * <pre>{@code
 * now: 2026-11-24T12:00:00Z
 * fixtures:
 *   tv: {client: {id: sandbox-tv}, request: {method: GET, path: /api, route: catalogue}}
 * tests:
 *   - name: a device may not write
 *     use: [tv]
 *     with: {request: {route: purchases}}
 *     matrix: {request.method: [POST, PUT]}
 *     expect: {effect: deny, reason: read_only}
 * }</pre>
 *
 * <p>Later parts of a request lie over earlier ones: a harmless device's request, the fixtures of
 * {@code use} in their order, {@code with}, one combination of {@code matrix}. Of a decision {@code
 * expect} may name {@code effect} ({@code none} when no match spoke), {@code rule}, {@code reason},
 * {@code explanation}, {@code obligations} and {@code failures}.
 */
public final class AccessRuleTests {

  private static final TestFileReader.Format FORMAT =
      new TestFileReader.Format(
          Set.of("now", "fixtures", "tests"),
          Set.of("effect", "rule", "reason", "explanation", "obligations", "failures"),
          "effect",
          RequestDefaults::at);

  private AccessRuleTests() {}

  /**
   * Runs every test of a folder. A file without tests is a problem, and so are tests of nothing.
   *
   * @throws RuleCompilationException if a policy or a test file is wrong
   */
  public static TestReport run(Path folder, AccessRulesOptions options) {
    return TestedFolder.run(folder, RuleFolder.YAML, (rules, tests) -> run(rules, tests, options));
  }

  /**
   * Runs the tests of one file.
   *
   * @throws RuleCompilationException if the policy or the test file is wrong
   */
  public static TestReport run(RuleSource policy, RuleSource tests, AccessRulesOptions options) {
    // A test says itself what is known of a request.
    AccessRulesOptions known = options.withInputs(Set.of(AccessRulesOptions.ANY_INPUT));
    AccessRules rules = AccessRules.compile(List.of(policy), known).enforced();
    List<Problem> problems = new ArrayList<>();
    List<TestCase> cases = new ArrayList<>();
    for (TestFileReader.Draft draft : new TestFileReader(tests, FORMAT, problems::add).read()) {
      try {
        AccessRequest request = AccessRequest.fromMap(draft.input());
        cases.add(
            new TestCase(tests.file(), draft.at().line(), draft.name(), request, draft.expected()));
      } catch (IllegalArgumentException e) {
        problems.add(draft.at().problem("request: " + e.getMessage()));
      }
    }
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    List<TestResult> results = new ArrayList<>();
    List<Decision> decisions = new ArrayList<>();
    for (TestCase test : cases) {
      Decision decision = rules.decide(test.request());
      decisions.add(decision);
      results.add(test.check(decision));
    }
    return new TestReport(results, coverage(policy.file(), rules, decisions));
  }

  /** A match is covered when it decided in one test and did not in another. */
  private static List<Coverage> coverage(String file, AccessRules rules, List<Decision> decisions) {
    List<Coverage> coverage = new ArrayList<>();
    Set<String> fired = new HashSet<>();
    decisions.forEach(decision -> fired.add(decision.rule()));
    for (AccessRules.Branch branch : rules.branches()) {
      boolean positive = fired.contains(branch.label());
      boolean negative =
          decisions.stream().anyMatch(decision -> !decision.rule().equals(branch.label()));
      // What has no condition and no rival cannot but fire.
      boolean always = !branch.conditional() && rules.branches().size() == 1;
      coverage.add(new Coverage(file, branch.label(), positive, negative || always));
    }
    return coverage;
  }
}
