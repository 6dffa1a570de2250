package io.devicegate.dashboards.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The rules for Prometheus, by its own promtool: each alert fires in its story, and no other. */
class PrometheusRulesTest {

  private static final Path RULES = Path.of("prometheus");
  private static final Path WRITTEN = Path.of("target/prometheus");
  private static final Path TESTS = RULES.resolve("tests");

  private static final String TABLE =
      "| alert | severity | after | fires when |\n|---|---|---|---|\n";

  @TempDir Path folder;

  @Test
  @ExtendWith(InstalledPrometheus.class)
  void promtoolAcceptsTheRules() throws Exception {
    promtool("check", "rules", rules("recording-rules.yaml"), rules("alerts.yaml"));
  }

  @Test
  @ExtendWith(InstalledPrometheus.class)
  void eachAlertFiresInItsStoryAndNoOtherDoes() throws Exception {
    Map<Integer, List<AlertStory>> byStep =
        AlertStory.read(TESTS).stream().collect(Collectors.groupingBy(AlertStory::step));
    for (Map.Entry<Integer, List<AlertStory>> stories : byStep.entrySet()) {
      Path tests = Files.createDirectories(WRITTEN).resolve("every" + stories.getKey() + "m.yaml");
      Files.writeString(tests, tests(stories.getKey(), stories.getValue()));
      promtool("test", "rules", tests.toString());
    }
  }

  @Test
  void everyAlertHasAStoryInWhichItFires() throws IOException {
    Set<String> fire = new LinkedHashSet<>();
    AlertStory.read(TESTS).forEach(story -> fire.addAll(story.fires()));

    assertThat(AlertRule.read(RULES).stream().map(AlertRule::name))
        .containsExactlyInAnyOrderElementsOf(fire);
  }

  @Test
  void everyAlertSaysWhatItIsAndWhereToLook() throws IOException {
    assertThat(AlertRule.read(RULES))
        .allSatisfy(
            alert -> {
              assertThat(alert.severity()).isIn("critical", "warning", "info");
              assertThat(alert.annotations().keySet())
                  .containsExactlyInAnyOrder(
                      "summary", "description", "runbook_url", "dashboard_url");
              assertThat(alert.annotations().get("runbook_url"))
                  .isEqualTo("http://localhost:8081/runbooks/" + alert.name());
              assertThat(alert.annotations().get("dashboard_url"))
                  .startsWith("http://localhost:8081/");
            });
  }

  /** {@code -Ddevicegate.docs.write=true} writes the table again. */
  @Test
  void thePageNamesEveryAlert() throws IOException {
    Path path = Path.of("../docs/operating/alerts.md");
    String page = Files.readString(path);
    String expected =
        page.substring(0, page.indexOf(TABLE) + TABLE.length())
            + AlertRule.read(RULES).stream()
                .map(PrometheusRulesTest::row)
                .collect(Collectors.joining());
    if (Boolean.getBoolean("devicegate.docs.write")) {
      Files.writeString(path, expected);
    }
    assertThat(path).as("write it again with -Ddevicegate.docs.write=true").hasContent(expected);
  }

  private static String row(AlertRule alert) {
    return "| [%s](runbooks/%s.md) | %s | %s | %s |\n"
        .formatted(
            alert.name(),
            alert.name(),
            alert.severity(),
            alert.after(),
            alert.annotations().get("summary"));
  }

  private static String tests(int minutes, List<AlertStory> stories) {
    return """
        rule_files: ['%s', '%s']
        evaluation_interval: %dm
        tests:
        %s"""
        .formatted(
            rules("recording-rules.yaml"),
            rules("alerts.yaml"),
            minutes,
            stories.stream().map(AlertStory::group).collect(Collectors.joining()));
  }

  private static String rules(String name) {
    return RULES.resolve(name).toAbsolutePath().normalize().toString();
  }

  private void promtool(String... arguments) throws IOException, InterruptedException {
    Path output = folder.resolve("promtool.txt");
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add(0, InstalledPrometheus.promtool().toString());
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("promtool ended within three minutes").isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }
}
