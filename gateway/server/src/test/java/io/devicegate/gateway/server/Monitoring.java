package io.devicegate.gateway.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The boards for Grafana and the rules for Prometheus, as they are checked in. */
final class Monitoring {

  private static final Path RULES = Path.of("../../dashboards/prometheus");
  private static final Path BOARDS = Path.of("../../dashboards/grafana");

  private static final JsonMapper JSON = new JsonMapper();

  private Monitoring() {}

  /** Every board, by its file. */
  static List<JsonNode> boards() throws IOException {
    List<JsonNode> boards = new ArrayList<>();
    try (Stream<Path> files = Files.list(BOARDS)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".json")).sorted().toList()) {
        boards.add(JSON.readTree(Files.readString(file)));
      }
    }
    return boards;
  }

  static List<JsonNode> panels() throws IOException {
    return boards().stream().flatMap(board -> board.path("panels").valueStream()).toList();
  }

  /** What the panels ask, by board and title, with their variables. */
  static List<Query> panelQueries() throws IOException {
    return boards().stream()
        .flatMap(
            board ->
                board
                    .path("panels")
                    .valueStream()
                    .flatMap(
                        panel ->
                            panel
                                .path("targets")
                                .valueStream()
                                .map(
                                    target ->
                                        new Query(
                                            board.path("title").asString()
                                                + ", "
                                                + panel.path("title").asString(),
                                            target.path("expr").asString()))))
        .toList();
  }

  /** Every rule: what it records, or the alert's name. */
  static List<Query> rules(String file) throws IOException {
    Map<String, List<Map<String, List<Map<String, Object>>>>> rules =
        new Yaml().load(Files.readString(RULES.resolve(file)));
    return rules.getOrDefault("groups", List.of()).stream()
        .flatMap(group -> group.getOrDefault("rules", List.of()).stream())
        .map(
            rule ->
                new Query(
                    String.valueOf(rule.getOrDefault("record", rule.get("alert"))),
                    String.valueOf(rule.get("expr"))))
        .toList();
  }

  /**
   * A query.
   *
   * @param where it is asked
   * @param expression in PromQL
   */
  record Query(String where, String expression) {}
}
