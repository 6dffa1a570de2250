package io.devicegate.rules.detection;

import static io.devicegate.rules.detection.TestStreams.OPTIONS;
import static io.devicegate.rules.detection.TestStreams.compile;
import static io.devicegate.rules.detection.TestStreams.detection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionProblemsTest {

  private static final String GOOD = detection("good", "{size: 15m, lateness: 2m}", "threshold: 3");

  /** Each line: a part of a good detection, what stands there instead, the problem. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          id: good               | id: Good                  | 1:5: id 'Good' (expected: a-z, 0-9 and -
          id: good               | name: good                | 1:1: unknown key 'name'
          title: Test            | title:                    | 2:7: title (expected: what it finds
          severity: low          | severity: bad             | 4:11: severity 'bad' (expected: one of [low, medium, high, critical])
          attack: [T1528]        | attack: [phishing]        | 5:10: attack 'phishing' (expected: an id such as T1528
          attack: [T1528]        | attack: T1528             | 5:9: attack (expected: a list of ids
          [A test.]              | [{a: b}]                  | 6:19: false_positives (expected: a list of harmless causes)
          runbook: none          |                           | 1:1: no runbook (expected: what to do: a path or URL)
          mode: enforce          | mode: block               | 8:7: mode 'block' (expected: one of [observe, enforce])
          when: has(event.ip)    | when: event.ip = 'x'      | 9:16: token recognition error
          when: has(event.ip)    | when: has(event.adress)   | 9:10: undefined field 'adress'
          when: has(event.ip)    | when: event.ip == 'x'     | 9:7: event.ip may be absent
          when: has(event.ip)    | when: event.id            | 9:7: this is string (expected: bool)
          [event.ip]             | [event.time, event.ip]    | 10:12: this is google.protobuf.Timestamp (expected: string)
          [event.ip]             | [event.ip, event.user]    | 10:22: event.user may be absent
          size: 15m              | size: 15                  | 11:16: size '15' (expected: a time such as 90s
          size: 15m              | size: 90d                 | 11:16: size '90d' (expected: a time such as 90s
          lateness: 2m           | lateness: 16m             | 11:31: lateness '16m' (expected: a time such as 90s, 15m, 2h or 7d, at most 900s)
          threshold: 3           | threshold: 0              | 12:12: threshold '0' (expected: a whole number from 1 to 1000)
          threshold: 3           | threshold: many           | 12:12: threshold 'many' (expected: a whole number
          threshold: 3           |                           | 1:1: nothing of [threshold, distinct, ratio, sequence] (expected: exactly one)
          threshold: 3           | threshold: [3             | 13:7: not YAML
          threshold: 3           | distinct: {at_least: 3}   | 12:11: no of (expected: a text of the event)
          threshold: 3           | distinct: {of: event.ip, at_least: 1} | 12:36: at_least '1' (expected: a whole number from 2 to 200)
          threshold: 3           | ratio: {of: true, at_least: 1.5, min_events: 3} | 12:29: at_least '1.5' (expected: a share above 0
          threshold: 3           | sequence: {steps: [{when: true}]} | 12:11: steps (expected: 2 to 8
          threshold: 3           | sequence: {steps: [{when: true, count: 99}]} | 12:40: count '99' (expected: a whole number from 1 to 32)
          threshold: 3           | sequence: {steps: [x, y]} | 12:20: step (expected: when: below it)
          subject: ip            | subject: user             | 13:9: subject 'user' (expected: one of those in group_by, as event.user)
          subject: ip            | subject: tenant           | 13:9: mode 'enforce' with subject 'tenant' would hit everybody
          kind: test             | kind: Test!               | 13:16: kind 'Test!' (expected: a-z, 0-9 and _
          ttl: 1h                | ttl: for ever             | 13:55: ttl 'for ever' (expected: a time such as
          """)
  void namesThePlaceAndWhatIsExpected(String part, String instead, String problem) {
    assertThat(problems(GOOD.replace(part, instead == null ? "" : instead)))
        .anySatisfy(found -> assertThat(found).startsWith("file0.yaml:" + problem));
  }

  @Test
  void reportsEveryProblemOfEveryFileSorted() {
    assertThat(
            problems(
                GOOD.replace("mode: enforce", "mode: x").replace("severity: low", "severity: y"),
                "just text",
                GOOD.replace("ttl: 1h", "ttl: 0s").replace("id: good", "id: other")))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("file0.yaml:4:11: severity"),
            p -> assertThat(p).startsWith("file0.yaml:8:7: mode"),
            p -> assertThat(p).startsWith("file1.yaml:1:1: no detection"),
            p -> assertThat(p).startsWith("file2.yaml:13:").contains("ttl '0s'"));
  }

  @Test
  void aBrokenConditionIsOneProblemAndNotMany() {
    assertThat(problems(GOOD.replace("has(event.ip)", "has(event.ip) &&"))).hasSize(1);
  }

  @Test
  void refusesTwoKindsOfCriteria() {
    assertThat(problems(GOOD.replace("threshold: 3", "threshold: 3\nratio: {}")))
        .anySatisfy(
            p ->
                assertThat(p)
                    .contains("[threshold, ratio] of")
                    .contains("(expected: exactly one)"));
  }

  @Test
  void refusesTwoDetectionsOfOneId() {
    assertThat(problems(GOOD, GOOD))
        .containsExactly("file1.yaml:1:1: the id 'good' is taken by file0.yaml:1; rename one");
  }

  @Test
  void refusesAConditionThatCostsTooMuch() {
    DetectionOptions small = new DetectionOptions(5, 500, 1_000);

    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(
            () ->
                compile(
                    small,
                    GOOD.replace("has(event.ip)", "has(event.ip) && event.ip.matches('a.*b')")))
        .withMessageContaining("file0.yaml:9:");
  }

  @Test
  void refusesMoreDetectionsThanAllowed() {
    assertThatExceptionOfType(RuleCompilationException.class)
        .isThrownBy(
            () ->
                compile(
                    new DetectionOptions(1_000, 1, 1_000),
                    GOOD,
                    GOOD.replace("id: good", "id: more")))
        .withMessageContaining("2 detections (expected: at most 1)");
  }

  @Test
  void whateverIsDoneToAFileIsAProblemOfIt() {
    Random random = new Random(4);
    for (int i = 0; i < 400; i++) {
      StringBuilder text = new StringBuilder(GOOD);
      for (int j = 0; j <= random.nextInt(4); j++) {
        int at = random.nextInt(text.length());
        text.replace(
            at, at + random.nextInt(3), "[]{}:'\"-| \n&*!%#é".substring(random.nextInt(15)));
      }
      try {
        compile(text.toString());
      } catch (RuleCompilationException e) {
        assertThat(e.problems()).allMatch(problem -> problem.file().equals("file0.yaml"));
      }
    }
  }

  @Test
  void theDigestIsThatOfTheTextsInWhateverOrder() {
    RuleSource one = new RuleSource("a.yaml", GOOD);
    RuleSource other = new RuleSource("b.yaml", GOOD.replace("id: good", "id: other"));

    String digest = DetectionRules.compile(List.of(one, other), OPTIONS).digest();

    assertThat(digest).matches("sha256:[0-9a-f]{64}");
    assertThat(DetectionRules.compile(List.of(other, one), OPTIONS).digest()).isEqualTo(digest);
    assertThat(DetectionRules.compile(List.of(one), OPTIONS).digest()).isNotEqualTo(digest);
  }

  @Test
  void aFolderGivesItsDetectionsWithoutTheirTests(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("good.yaml"), GOOD);
    Files.writeString(folder.resolve("good_test.yaml"), "tests: []");

    assertThat(DetectionRules.compile(folder, OPTIONS).detections())
        .extracting(Detection::id)
        .containsExactly("good");
    assertThat(DetectionRules.compile(folder.resolve("missing"), OPTIONS).detections()).isEmpty();
  }

  private static List<String> problems(String... texts) {
    RuleCompilationException e =
        catchThrowableOfType(RuleCompilationException.class, () -> compile(texts));
    assertThat(e).isNotNull();
    return e.problems().stream().map(Object::toString).toList();
  }
}
