package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runbooks and alerts tell people to open is there. */
class RunbookCommandsIT {

  private static final Pattern COMMAND = Pattern.compile("curl -s '?localhost:8081(/[^'`\\s]*)");
  private static final Pattern LINK = Pattern.compile("_url: http://localhost:8081(/\\S*)");

  @TempDir Path folder;

  @Test
  void everyAddressAnswers() throws IOException {
    Set<String> paths = new TreeSet<>();
    try (Stream<Path> files = Files.list(Path.of("../docs/operating/runbooks"))) {
      for (Path file : files.toList()) {
        collect(COMMAND, Files.readString(file), paths);
      }
    }
    collect(LINK, Files.readString(Path.of("prometheus/alerts.yaml")), paths);
    assertThat(paths).hasSizeGreaterThan(60);
    try (RunningDashboards dashboards = RunningDashboards.start(folder.resolve("events.duckdb"))) {
      assertThat(paths)
          .allSatisfy(
              path -> assertThat(dashboards.get(path).statusCode()).as(path).isEqualTo(200));
    }
  }

  /** Labels of an alert become a word. */
  private static void collect(Pattern pattern, String text, Set<String> paths) {
    String filled = text.replaceAll("\\{\\{.*?}}", "word");
    pattern.matcher(filled).results().forEach(found -> paths.add(found.group(1)));
  }
}
