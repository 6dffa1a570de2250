package io.devicegate.rules.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.rules.login.LoginRulesOptions;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginRuleTestsTest {

  private static final LoginRulesOptions PATIENT =
      LoginRulesOptions.defaults().withWorkers(1).withTimeout(Duration.ofSeconds(10));
  private static final RuleSource RULE =
      new RuleSource(
          "r.js",
          """
          function (user, context, callback) {
            console.log('level', configuration.LEVEL, new Date().getUTCFullYear());
            if (user.level > configuration.LEVEL) {
              return callback(new UnauthorizedError('Too high.'));
            }
            if (user.level) context.idToken['https://x.test/level'] = user.level;
            callback(null, user, context);
          }
          """);

  @Test
  void shippedRulesPassTheirTestsAndAreCovered() {
    TestReport report = LoginRuleTests.run(Path.of("rules/login"), PATIENT);

    assertThat(report.results()).filteredOn(result -> !result.passed()).isEmpty();
    assertThat(report.uncovered()).isEmpty();
    assertThat(report.results()).hasSizeGreaterThan(10);
    assertThat(report.coverage()).hasSize(2);
  }

  @Test
  void comparesOutcomeClaimsAndConsole() {
    TestReport report =
        run(
            """
            now: 2031-01-01T00:00:00Z
            configuration: {LEVEL: 5}
            tests:
              - {name: a, with: {user: {level: 3}}, expect: {outcome: allow, id_token: {"https://x.test/level": 3}, console: [level 5 2031]}}
              - {name: b, with: {user: {level: 6}}, expect: {outcome: deny, reason: refused, message: Too high.}}
              - {name: c, with: {user: {level: 6}}, expect: {outcome: allow, console: []}}
              - {name: d, matrix: {user.level: [1, 2]}, expect: {outcome: allow, id_token: {"https://x.test/level": 1}}}
            """);

    assertThat(report.results())
        .extracting(TestResult::name)
        .containsExactly("a", "b", "c", "d {user.level=1}", "d {user.level=2}");
    assertThat(report.results())
        .flatExtracting(TestResult::failures)
        .containsExactlyInAnyOrder(
            "outcome: deny (expected: allow)",
            "console: [level 5 2031] (expected: [])",
            "id_token: {https://x.test/level=2} (expected: {https://x.test/level=1})");
    assertThat(report.results()).extracting(TestResult::line).containsExactly(4, 5, 6, 7, 7);
    // It never left a login alone.
    assertThat(report.uncovered()).containsExactly(new Coverage("r.js", "r.js", true, false));
  }

  @Test
  void saysWhatIsWrongWithATestFile() {
    assertThatThrownBy(
            () ->
                run(
                    """
                    now: yesterday
                    tests:
                      - {name: a, with: {event: {}}, expect: {outcome: allow}}
                      - {name: b, expect: {effect: allow}}
                      - {name: c, use: [x], expect: {outcome: allow, claims: {}}}
                    """))
        .hasMessage(
            """
            r_test.yaml:1:6: now (expected: a time such as 2026-11-24T12:00:00Z)
            r_test.yaml:3:5: login (expected: user: and context: with keys below)
            r_test.yaml:4:5: no expect (expected: expect: with outcome:)
            r_test.yaml:5:21: fixture 'x' (expected: one of fixtures:)
            r_test.yaml:5:50: unknown key 'claims' (expected: one of [access_token, console, \
            id_token, message, outcome, reason, refresh_token, scope, user])""");
  }

  @Test
  void aScriptOfAFolderNeedsItsTests(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("r.js"), RULE.text());

    assertThatThrownBy(() -> LoginRuleTests.run(folder, PATIENT))
        .hasMessage("r_test.yaml: there is no such file");
  }

  private static TestReport run(String tests) {
    return LoginRuleTests.run(RULE, new RuleSource("r_test.yaml", tests), PATIENT);
  }
}
