package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Names, types and labels at {@code /actuator/prometheus}, which rules and boards of others rest
 * on. {@code -Ddevicegate.docs.write=true} writes the list again.
 */
class ExpositionIT {

  private static final Path GOLDEN = Path.of("src/test/resources/exposition.txt");
  private static final Pattern TYPE = Pattern.compile("# TYPE (devicegate_\\S+) (\\S+)");
  private static final Pattern SERIES = Pattern.compile("(devicegate_\\w+)(?:\\{(.*)})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  @TempDir Path folder;

  @Test
  void namesTypesAndLabelsStayAsTheyAre() throws IOException {
    try (RunningDashboards dashboards = RunningDashboards.start(folder.resolve("events.duckdb"))) {
      for (String code : new String[] {"fdeaz", "fdeac", "fdecc", "fede"}) {
        assertThat(dashboards.post(TestEvents.sample(code)).statusCode()).isEqualTo(200);
      }
      String login =
          TestEvents.sample("sede").replace("\"sede\"", "\"s\"").replace("\"900", "\"800");
      assertThat(dashboards.post(login).statusCode()).isEqualTo(200);
      assertThat(dashboards.post(TestEvents.sample("sede")).statusCode()).isEqualTo(200);
      assertThat(dashboards.post("[{\"date\": \"no event\"}]").statusCode()).isEqualTo(200);

      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertGolden(dashboards.get("/actuator/prometheus").body()));
    }
  }

  /** A point of a chart leads to the event that it last counted. */
  @Test
  void countersLeadToAnEventWhereOpenMetricsIsSpoken() {
    try (RunningDashboards dashboards = RunningDashboards.start(folder.resolve("events.duckdb"))) {
      assertThat(dashboards.post(TestEvents.sample("fdeac")).statusCode()).isEqualTo(200);

      String page =
          dashboards
              .get("/actuator/prometheus", "Accept", "application/openmetrics-text; version=1.0.0")
              .body();
      assertThat(page.lines().filter(line -> line.contains("# {")))
          .hasSize(3)
          .allMatch(
              line ->
                  line.matches(
                      "devicegate_\\w+_total\\{.*} 1.0 # \\{log_id=\"900\\d+\"} 1.0 \\S+"));
      assertThat(page).containsPattern("devicegate_auth0_events_total\\{.*type=\"fdeac\".* # ");
      assertThat(dashboards.get("/actuator/prometheus").body()).doesNotContain("log_id=");
      assertThat(
              dashboards
                  .get(
                      "/actuator/prometheus?includedNames=devicegate_auth0_events",
                      "Accept",
                      "application/openmetrics-text; version=1.0.0")
                  .body())
          .contains("# {log_id=");
    }
  }

  /** Detections count behind the intake, so this may be wrong at first. */
  private static void assertGolden(String page) throws IOException {
    assertThat(page).contains("devicegate_detections_events_total");
    String exposition = exposition(page);
    if (Boolean.getBoolean("devicegate.docs.write")) {
      Files.writeString(GOLDEN, exposition);
    }
    assertThat(exposition)
        .as("write it again with -Ddevicegate.docs.write=true, and tell users")
        .isEqualTo(Files.readString(GOLDEN));
  }

  /** A line for each name: its type, and the names of its labels. */
  private static String exposition(String page) {
    Map<String, String> types = new TreeMap<>();
    Map<String, TreeSet<String>> labels = new TreeMap<>();
    for (String line : page.lines().toList()) {
      Matcher type = TYPE.matcher(line);
      if (type.matches()) {
        types.put(type.group(1), type.group(2));
      }
      Matcher series = SERIES.matcher(line);
      if (series.matches()) {
        TreeSet<String> names = labels.computeIfAbsent(series.group(1), key -> new TreeSet<>());
        if (series.group(2) != null) {
          LABEL.matcher(series.group(2)).results().forEach(label -> names.add(label.group(1)));
        }
      }
    }
    return labels.entrySet().stream()
        .map(each -> each.getKey() + type(types, each.getKey()) + " " + each.getValue() + "\n")
        .collect(Collectors.joining());
  }

  /** The parts of a histogram have no type of their own. */
  private static String type(Map<String, String> types, String name) {
    String type = types.get(name);
    return type == null ? "" : " " + type;
  }
}
