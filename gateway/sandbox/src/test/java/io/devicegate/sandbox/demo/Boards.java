package io.devicegate.sandbox.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the boards for Grafana and the rules for Prometheus ask, as they are checked in. */
final class Boards {

  static final Path RULES = Path.of("../../dashboards/prometheus");

  private static final Path BOARDS = Path.of("../../dashboards/grafana");
  private static final JsonMapper JSON = new JsonMapper();

  private Boards() {}

  /** The queries of every panel, by board and title, with the variables filled in as by Grafana. */
  static Map<String, List<String>> panels() throws IOException {
    Map<String, List<String>> panels = new TreeMap<>();
    try (Stream<Path> files = Files.list(BOARDS)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).toList()) {
        JsonNode board = JSON.readTree(Files.readString(file));
        for (JsonNode panel : board.path("panels")) {
          panels.put(
              board.path("title").asString() + ", " + panel.path("title").asString(),
              panel
                  .path("targets")
                  .valueStream()
                  .map(target -> filled(target.path("expr").asString()))
                  .toList());
        }
      }
    }
    return panels;
  }

  /** The names of what rules record. */
  static List<String> recorded() throws IOException {
    Map<String, List<Map<String, List<Map<String, String>>>>> file =
        new Yaml().load(Files.readString(RULES.resolve("recording-rules.yaml")));
    return file.getOrDefault("groups", List.of()).stream()
        .flatMap(group -> group.getOrDefault("rules", List.of()).stream())
        .map(rule -> rule.getOrDefault("record", ""))
        .distinct()
        .toList();
  }

  private static String filled(String expression) {
    return expression.replace("$job", ".+").replace("$__rate_interval", "1m");
  }
}
