package io.devicegate.rules.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicegate.rules.detection.DetectionOptions;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectionTestsTest {

  private static final RuleSource DETECTION =
      new RuleSource(
          "three.yaml",
          """
          id: three
          title: Three
          description: Three events of one user.
          severity: low
          attack: []
          false_positives: []
          runbook: none
          mode: observe
          when: has(event.user) && event.source == 'gateway'
          group_by: [event.user]
          window: {size: 1m, lateness: 10s}
          threshold: 3
          signal: {kind: test, subject: user, reason: Three., ttl: 5m}
          """);

  private static final String TESTS =
      """
      now: 2026-11-24T12:00:00Z
      fixtures:
        call: {source: gateway, type: decision, user_id: "alice", effect: deny}
      tests:
        - name: three
          events: [{use: [call], at: 5s, repeat: 3, every: 10s}]
          expect:
            - {rule: three, subject: user, value: alice, kind: test, reason: Three., severity: low,
               mode: observe, raised: 25s, expires: 325s, count: 3, total: 3}
        - name: three users
          events: [{use: [call], user_id: "user-{n}", repeat: 3}]
          expect: []
      """;

  @TempDir private Path folder;

  @Test
  void runsStreamsOfEvents() {
    TestReport report = run(TESTS);

    assertThat(report.results()).hasSize(2).allMatch(TestResult::passed);
    assertThat(report.passed()).isTrue();
    assertThat(report.coveragePercent()).isEqualTo(100);
  }

  @Test
  void saysWhatDiffersFromWhatWasExpected() {
    assertThat(run(TESTS.replace("raised: 25s", "raised: 15s")).results().get(0).failures())
        .containsExactly("signal 1 raised: 25s (expected: 15s)");
    assertThat(run(TESTS.replace("repeat: 3, every", "repeat: 2, every")).results().get(0))
        .satisfies(
            result -> {
              assertThat(result.line()).isEqualTo(5);
              assertThat(result.failures()).containsExactly("0 signals (expected: 1): []");
            });
  }

  @Test
  void missesThePositiveOrTheNegativeCase() {
    assertThat(run("tests: [{name: a, events: [], expect: []}]").uncovered())
        .containsExactly(new Coverage("three.yaml", "three", false, true));
    String positive = TESTS.substring(0, TESTS.indexOf("  - name: three users"));
    assertThat(run(positive).uncovered())
        .containsExactly(new Coverage("three.yaml", "three", true, false));
  }

  @Test
  void refusesTestsThatAreWrongWithTheirPlace() {
    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(
            () ->
                run(
                    """
                    tests:
                      - {name: a, events: [{use: [nobody]}], expect: []}
                      - {name: b, events: [{type: x, at: soon}], expect: [{rul: x}]}
                      - {name: c, event: []}
                      - {name: d, events: [{at: 1s}], expect: []}
                    """))
        .satisfies(
            e ->
                assertThat(e.problems().stream().map(Object::toString))
                    .satisfiesExactly(
                        p ->
                            assertThat(p).startsWith("three_test.yaml:2:24: event (expected: type"),
                        p -> assertThat(p).startsWith("three_test.yaml:3:24: event: Text cannot"),
                        p -> assertThat(p).startsWith("three_test.yaml:3:56: unknown key 'rul'"),
                        p -> assertThat(p).startsWith("three_test.yaml:4:5: test (expected: name"),
                        p -> assertThat(p).startsWith("three_test.yaml:5:24: event: type: empty")));
  }

  @Test
  void aDetectionOfAFolderNeedsItsTests() throws IOException {
    Files.writeString(folder.resolve("three.yaml"), DETECTION.text());

    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(() -> DetectionTests.run(folder, DetectionOptions.defaults()))
        .withMessageContaining("three_test.yaml: there is no such file");

    Files.writeString(folder.resolve("three_test.yaml"), TESTS);
    assertThat(DetectionTests.run(folder, DetectionOptions.defaults()).passed()).isTrue();
  }

  private static TestReport run(String tests) {
    return DetectionTests.run(
        DETECTION, new RuleSource("three_test.yaml", tests), DetectionOptions.defaults());
  }
}
