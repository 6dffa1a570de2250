package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.telemetry.DashboardMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The part of a reference page that is written from code. {@code -Ddevicegate.docs.write=true}
 * writes it again.
 */
class ReferenceTest {

  private static final String HEAD = "| name | kind | labels | meaning |\n|---|---|---|---|\n";

  @Test
  void signalsPageNamesEveryMetricOfDetections() throws IOException {
    assertNames("reference/signals.md", "devicegate.detections.");
  }

  @Test
  void logPageNamesEveryMetricOfTheIntake() throws IOException {
    assertNames(
        "how-to/read-the-tenant-log.md",
        "devicegate.ingest.",
        "devicegate.poller.",
        "devicegate.doctor.");
  }

  @Test
  void metricsPageNamesEveryMetricOfTheDashboards() throws IOException {
    assertNames("reference/dashboard-metrics.md", "devicegate.");
  }

  private static void assertNames(String name, String... prefixes) throws IOException {
    Path path = Path.of("../docs").resolve(name);
    String rows =
        Arrays.stream(DashboardMetric.values())
            .filter(metric -> Arrays.stream(prefixes).anyMatch(metric.id()::startsWith))
            .map(ReferenceTest::row)
            .collect(Collectors.joining());
    String page = Files.readString(path);
    String expected = page.substring(0, page.lastIndexOf(HEAD) + HEAD.length()) + rows;
    if (Boolean.getBoolean("devicegate.docs.write")) {
      Files.writeString(path, expected);
    }
    assertThat(path).as("write it again with -Ddevicegate.docs.write=true").hasContent(expected);
  }

  private static String row(DashboardMetric metric) {
    String labels =
        metric.labels().stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
    return "| `%s` | %s | %s | %s |\n"
        .formatted(
            metric.id(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            labels,
            metric.description());
  }
}
