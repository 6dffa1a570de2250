package io.devicegate.rules.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

/**
 * What the reference page does not show: data, statuses, and what happens when things are wrong.
 */
class DevicegateRulesTest {

  @TempDir private Path folder;
  private CommandRuns runs = CommandRuns.nowhere();

  @BeforeEach
  void copy() throws IOException {
    runs = CommandRuns.in(folder);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check rules                            | 0
          check broken                           | 1
          lint rules                             | 0
          lint dubious                           | 1
          lint broken                            | 1
          test rules                             | 0
          test failing                           | 1
          test broken                            | 1
          eval rules purchase.yaml               | 0
          eval broken purchase.yaml              | 1
          explain rules purchase.yaml            | 0
          replay rules decisions.jsonl           | 0
          replay candidate decisions.jsonl       | 1
          diff rules candidate                   | 1
          diff rules rules                       | 0
          diff tenant next                       | 1
          diff rules broken                      | 1
          bench rules --count 50 --samples 5     | 0
          """)
  void writesTheSameAsData(String command, int status) {
    CommandRuns.Run run = runs.run(List.of((command + " --format json").split(" ")));

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).hasLineCount(1);
    assertThat(JsonReader.read(run.out())).containsEntry("status", (long) status);
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "bundle",
        "check --format xml",
        "check one two",
        "eval rules",
        "test rules --threshold many",
        "test rules --threshold 101",
        "bench rules --count 0",
        "diff rules rules --samples 0",
        "bundle sign rules",
        "bundle sign rules --key bundle.key --created yesterday",
        "bundle sign rules --key bundle.key --bundle-version 0"
      })
  void saysHowItIsUsed(String command) {
    CommandRuns.Run run = runs.run(command.isEmpty() ? List.of() : List.of(command.split(" ")));

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("devicegate-rules");
  }

  @Test
  void saysWhichVersionsABundleMayHave() {
    assertThat(
            runs.run("bundle", "sign", "rules", "--key", "no.key", "--bundle-version", "0").err())
        .startsWith("--bundle-version: 0 (expected: 1 or higher)" + System.lineSeparator());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check nowhere             | nowhere: no rules here (expected: a folder with access, detections or login in it)
          eval rules none.yaml      | none.yaml: there is no such file
          eval broken/login purchase.yaml | broken/login: no rules here (expected: a folder with access, detections or login in it)
          eval rules rules/access/tv_test.yaml | rules/access/tv_test.yaml: not a request: fixtures: no such field
          replay rules none.jsonl   | none.jsonl: there is no such file
          diff rules rules --decisions purchase.yaml | purchase.yaml:1:1: not a record: expected: {
          bundle verify rules --public-key purchase.yaml | purchase.yaml: not an Ed25519 key (expected: PEM with BEGIN PUBLIC KEY)
          """)
  void saysWhatCannotBeRead(String command, String message) {
    CommandRuns.Run run = runs.run(List.of(command.split(" ")));

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("devicegate-rules: " + message + System.lineSeparator());
    assertThat(run.out()).isEmpty();
  }

  @Test
  void readsRequestsAsJsonAsYamlAndAsRecordedDecisions() throws IOException {
    Files.writeString(folder.resolve("a.json"), "{\"user\":{\"blocked\":true}}");
    Files.writeString(folder.resolve("b.yaml"), "{user: {blocked: true}}");
    String record = Files.readAllLines(folder.resolve("decisions.jsonl")).get(3);
    Files.writeString(folder.resolve("c.json"), record);
    Files.writeString(folder.resolve("d.json"), "{\"user\":{\"blocked\":yes}}");

    for (String file : List.of("a.json", "b.yaml", "c.json")) {
      assertThat(runs.run("eval", "rules", file).out()).startsWith("deny user_blocked");
    }
    assertThat(runs.run("eval", "rules", "d.json").err())
        .contains("d.json: character 20: expected: a value");
  }

  @Test
  void reportsEveryLineThatIsNoDecisionAndReplaysTheOthers() throws IOException {
    Path file = folder.resolve("decisions.jsonl");
    Files.writeString(file, Files.readString(file) + "{}\n[]\n");

    CommandRuns.Run run = runs.run("replay", "rules", "decisions.jsonl");

    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .isEqualTo(
            """
            decisions.jsonl:5: not a recorded decision: id: missing
            decisions.jsonl:6:1: not a record: expected: {
            0 of 4 decisions would change
            """);
  }

  @Test
  void namesNoMoreChangesThanAsked() {
    assertThat(runs.run("replay", "candidate", "decisions.jsonl", "--limit", "1").out())
        .contains("d-2 POST")
        .doesNotContain("d-3 POST")
        .endsWith("and 2 more\n");
  }

  @Test
  void colourIsOnlyForWhoAskedForIt() {
    List<String> args = List.of("eval", "rules", "purchase.yaml");

    assertThat(runs.run(true, args).out()).startsWith("\u001b[31mdeny user_blocked");
    assertThat(runs.run(false, args).out()).doesNotContain("\u001b");
  }

  /** A name in somebody's file must not move the cursor of whoever reads this. */
  @Test
  void controlCharactersOfFilesAreNotPrinted() throws IOException {
    Files.writeString(
        folder.resolve("failing/access/tv_test.yaml"),
        "tests: [{name: \"\\e[2J\\a\", expect: {effect: allow}}]");

    String out = runs.run("test", "failing").out();

    assertThat(out).contains("failed:  [2J").doesNotContain("\u001b").doesNotContain("\u0007");
  }

  @Test
  void writesJunitXml() throws Exception {
    CommandRuns.Run run = runs.run("test", "failing", "--junit", "tests.xml");

    assertThat(run.status()).isEqualTo(1);
    Document xml =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(folder.resolve("tests.xml").toFile());
    assertThat(xml.getDocumentElement().getAttribute("tests")).isEqualTo("2");
    assertThat(xml.getDocumentElement().getAttribute("failures")).isEqualTo("2");
    assertThat(xml.getElementsByTagName("testcase").item(1).getAttributes().getNamedItem("name"))
        .extracting(node -> node.getNodeValue())
        .isEqualTo("<a> & \"b\"");
    assertThat(xml.getElementsByTagName("failure").item(0).getTextContent())
        .isEqualTo("reason: allowed (expected: trusted)");
  }

  @ParameterizedTest
  @CsvSource({"75, 0", "76, 1"})
  void coverageIsRoundedDownAndComparedWithTheThreshold(String threshold, int status)
      throws IOException {
    Files.writeString(
        folder.resolve("failing/access/tv_test.yaml"),
        "tests: [{name: none, expect: {effect: none}}, {name: reads, expect: {effect: allow},"
            + " with: {request: {route: catalogue}}}]");

    CommandRuns.Run run = runs.run("test", "failing", "--threshold", threshold);

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).contains("2 tests, 0 failed; 75 % of outcomes covered");
  }

  @Test
  void theSameSeedMakesTheSameComparison() {
    CommandRuns.Run one = runs.run("diff", "rules", "candidate", "--seed", "7");

    assertThat(runs.run("diff", "rules", "candidate", "--seed", "7")).isEqualTo(one);
    assertThat(one.out()).contains("changed  tv-reads: ").contains("deny -> allow");
  }

  @Test
  void tellsThatAPolicyLeftItsShadow() throws IOException {
    Path policies = folder.resolve("candidate/access/tv.yaml");
    Files.createDirectories(folder.resolve("other/access"));
    Files.writeString(
        folder.resolve("other/access/tv.yaml"),
        Files.readString(policies).replace("mode: shadow\n", ""));

    assertThat(runs.run("diff", "candidate", "other").out())
        .startsWith("moved    short-tokens: shadow -> enforce\n");
  }

  @Test
  void saysWhereOneSetHasNoRulesOfAKind() {
    assertThat(runs.run("diff", "rules", "next").out())
        .contains("removed  tv-reads\n", "added    detections/denials\n")
        .contains("added    login/10-verified.js\n");
    assertThat(runs.run("diff", "tenant", "tenant").out())
        .isEqualTo("no difference in detections, in login rules\n");
  }

  @Test
  void tellsAChangeThatNoTestSees() throws IOException {
    Path script = folder.resolve("next/login/10-verified.js");
    Files.writeString(
        script, Files.readString(folder.resolve("tenant/login/10-verified.js")) + "// the end");
    Files.delete(folder.resolve("tenant/detections/denials_test.yaml"));

    assertThat(runs.run("diff", "tenant", "next").out())
        .contains("changed  login/10-verified.js: 0 of 3 tests come to something else\n")
        .contains("changed  detections/denials: no tests tell whether it does something else\n");
  }

  @Test
  void signsOnlyWhatHasNoProblemsAndCountsItsVersions() throws IOException {
    assertThat(runs.run("bundle", "keygen", "own.key").status()).isZero();

    assertThat(runs.run("bundle", "sign", "broken", "--key", "own.key").status()).isEqualTo(1);
    assertThat(folder.resolve("broken/manifest.json")).doesNotExist();
    assertThat(runs.run("bundle", "sign", "rules", "--key", "own.key").out())
        .startsWith("signed version 1 of rules");
    assertThat(runs.run("bundle", "sign", "rules", "--key", "own.key").out())
        .startsWith("signed version 2 of rules");
    // A key of another kind of use is named as such, and nothing of it is shown.
    CommandRuns.Run wrong = runs.run("bundle", "sign", "rules", "--key", "own.key.pub");
    assertThat(wrong.status()).isEqualTo(3);
    assertThat(wrong.err())
        .isEqualTo(
            "devicegate-rules: own.key.pub: not an Ed25519 key (expected: PEM with BEGIN PRIVATE"
                + " KEY)\n");
  }

  @Test
  void verifiesAgainstTheLastVersionAndChangesNothing() throws IOException {
    runs.run("bundle", "keygen", "own.key");
    runs.run("bundle", "sign", "rules", "--key", "own.key");
    Path last = folder.resolve("last.json");
    Files.writeString(last, "7 sha256:" + "0".repeat(64));

    CommandRuns.Run run =
        runs.run("bundle", "verify", "rules", "--public-key", "own.key.pub", "--last", "last.json");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("version 1, but version 7 was used before");
    assertThat(Files.readString(last)).startsWith("7 ");
  }

  @Test
  void refusesAPolicyWhoseInputsAreNotFed() throws IOException {
    Files.createDirectories(folder.resolve("far/access"));
    Files.writeString(
        folder.resolve("far/access/far.yaml"),
        """
        name: far
        requires: [approver.geo]
        rule:
          match:
            - condition: "!has(approver.geo)"
              output: deny('no_place')
        """);

    CommandRuns.Run refused = runs.run("check", "far");
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).startsWith("far/access/far.yaml:").contains("approver.geo");
    assertThat(runs.run("check", "far", "--inputs", "approver.geo").status()).isZero();
    assertThat(runs.run("eval", "far", "purchase.yaml", "--inputs", "*").out())
        .startsWith("deny no_place");
  }

  @Test
  void aDecisionAsDataIsThatOfTheRecord() {
    Map<String, Object> data =
        JsonReader.read(runs.run("eval", "rules", "purchase.yaml", "--format", "json").out());

    assertThat(data.get("decision"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
        .containsEntry("effect", "deny")
        .containsEntry("rule", "no-strangers#1")
        .doesNotContainKeys("elapsed_nanos", "request");
  }
}
