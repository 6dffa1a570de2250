package io.devicegate.rules.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessRuleTestsTest {

  private static final RuleSource POLICY =
      new RuleSource(
          "age.yaml",
          """
          name: age
          mode: shadow
          rule:
            match:
              - condition: now - token.issued_at > duration('1h')
                output: step_up('old', 'mfa').max_age(duration('5m'))
                explanation: "'Too old for ' + client.id + '.'"
              - condition: request.method in ['GET', 'HEAD']
                output: allow()
          """);

  private static final String TESTS =
      """
      now: 2026-11-24T12:00:00Z
      fixtures:
        old: {token: {issued_at: "2026-11-24T10:00:00Z"}}
        tv: {client: {id: tv}}
      tests:
        - name: asks again
          use: [old, tv]
          expect:
            effect: step_up
            rule: age#1
            reason: old
            explanation: Too old for tv.
            obligations: {required_acr: mfa, max_age: PT5M}
        - name: reads
          matrix: {request.method: [GET, HEAD], client.id: [tv, cli]}
          expect: {effect: allow}
        - name: does not write
          with: {request: {method: POST}}
          expect: {effect: none}
      """;

  @TempDir private Path folder;

  @Test
  void runsEveryCombinationOfAMatrix() {
    TestReport report = run(TESTS);

    assertThat(report.results()).hasSize(6);
    assertThat(report.results()).allMatch(TestResult::passed);
    assertThat(report.coveragePercent()).isEqualTo(100);
    assertThat(report.passed()).isTrue();
  }

  @Test
  void saysWhatDiffersFromWhatWasExpected() {
    TestReport report = run(TESTS.replace("reason: old", "reason: young"));

    assertThat(report.passed()).isFalse();
    assertThat(report.results().get(0).failures()).containsExactly("reason: old (expected: young)");
    assertThat(report.results().get(0).line()).isEqualTo(6);
  }

  @Test
  void missesThePositiveCaseOfAMatchAndRoundsCoverageDown() {
    TestReport report =
        run("tests: [{name: a, expect: {effect: allow}}, {name: b, expect: {effect: allow}}]");

    assertThat(report.results()).allMatch(TestResult::passed);
    assertThat(report.passed()).isFalse();
    assertThat(report.uncovered()).extracting(Coverage::match).containsExactly("age#1", "age#2");
    assertThat(report.coveragePercent()).isEqualTo(50);
  }

  @Test
  void refusesTestsThatAreWrongWithTheirPlace() {
    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(
            () ->
                run(
                    """
                    tests:
                      - name: a
                        use: [nobody]
                        expect: {effect: allow}
                      - name: b
                        with: {client: {nmae: x}}
                        expect: {effect: allow}
                      - name: c
                        exepct: {effect: allow}
                    """))
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(Object::toString))
                    .containsExactly(
                        "age_test.yaml:3:11: fixture 'nobody' (expected: one of fixtures:)",
                        "age_test.yaml:5:5: request: client.nmae: no such field",
                        "age_test.yaml:8:5: no expect (expected: expect: with effect:)",
                        "age_test.yaml:9:5: unknown key 'exepct' (expected: one of [expect, matrix,"
                            + " name, use, with])"));
  }

  @Test
  void runsTheTestsOfAFolder() throws IOException {
    Files.writeString(folder.resolve("age.yaml"), POLICY.text());
    Files.writeString(folder.resolve("age_test.yaml"), TESTS);

    assertThat(AccessRuleTests.run(folder, AccessRulesOptions.defaults()).passed()).isTrue();
  }

  private static TestReport run(String tests) {
    return AccessRuleTests.run(
        POLICY, new RuleSource("age_test.yaml", tests), AccessRulesOptions.defaults());
  }
}
