package io.devicegate.dashboards.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RunbooksTest {

  private static final Path FILES = Path.of("../docs/operating/runbooks");
  private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");

  private final Runbooks runbooks = Runbooks.load();

  @Test
  void everyKnownCodeHasOne() {
    assertThat(Taxonomy.load().codes().stream().map(EventCode::code))
        .isNotEmpty()
        .allSatisfy(code -> assertThat(runbooks.find(code)).as(code).isPresent());
  }

  @Test
  void everyAlertHasOne() throws IOException {
    List<String> alerts =
        ALERT
            .matcher(Files.readString(Path.of("prometheus/alerts.yaml")))
            .results()
            .map((MatchResult alert) -> alert.group(1))
            .toList();
    assertThat(alerts)
        .isNotEmpty()
        .allSatisfy(alert -> assertThat(runbooks.find(alert)).as(alert).isPresent());
  }

  @Test
  void theIndexLinksEveryFile() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".md", "")))
          .allSatisfy(name -> assertThat(runbooks.find(name)).as(name).isPresent());
    }
  }

  @Test
  void eachSaysWhatItMeansAndWhatToDo() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      assertThat(files.filter(file -> !file.endsWith("README.md")))
          .allSatisfy(
              file ->
                  assertThat(Files.readString(file))
                      .as(file.toString())
                      .contains(
                          "## Meaning",
                          "## Impact",
                          "## Diagnosis",
                          "## Mitigation",
                          "## Escalation"));
    }
  }

  @Test
  void linksToOtherDocumentsAreNotServed() {
    assertThat(runbooks.find("DevicegateCursorStale").orElseThrow().html())
        .doesNotContain("../")
        .contains("see how.");
  }

  @Test
  void aStrangeNameHasNone() {
    assertThat(runbooks.find("../secrets")).isEmpty();
  }
}
