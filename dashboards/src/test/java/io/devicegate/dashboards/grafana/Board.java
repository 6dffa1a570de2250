package io.devicegate.dashboards.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A board for Grafana, from what {@code boards.yaml} says of it to the classic JSON that Grafana
 * provisions.
 *
 * @param name its name in the file's and the board's id
 * @param asks the question that it answers
 * @param panels what it shows
 */
record Board(String name, String asks, List<Map<String, Object>> panels) {

  private static final int WIDTH = 24;
  private static final String PAGE = "${dashboards}/?from=${__from}&to=${__to}";

  private static final Separators SEPARATORS =
      Separators.createDefaultInstance()
          .withObjectNameValueSpacing(Separators.Spacing.AFTER)
          .withArrayEmptySeparator("")
          .withObjectEmptySeparator("");

  private static final Map<String, Object> DATASOURCE =
      map("type", "prometheus", "uid", "${datasource}");

  static List<Board> read(Path file) throws IOException {
    Map<String, Map<String, Object>> boards = new Yaml().load(Files.readString(file));
    List<Board> read = new ArrayList<>();
    boards.forEach(
        (name, board) ->
            read.add(
                new Board(name, (String) needed(board, "asks"), maps(needed(board, "panels")))));
    return read;
  }

  String json() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(SEPARATORS)
            .withArrayIndenter(indenter)
            .withObjectIndenter(indenter);
    return JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .defaultPrettyPrinter(printer)
            .build()
            .writeValueAsString(content())
        + "\n";
  }

  private Map<String, Object> content() {
    return map(
        "uid",
        "devicegate-" + name,
        "title",
        "Devicegate: " + name.replace('-', ' '),
        "description",
        asks,
        "tags",
        List.of("devicegate"),
        "editable",
        false,
        "schemaVersion",
        37,
        "version",
        1,
        "timezone",
        "browser",
        "refresh",
        "30s",
        "time",
        map("from", "now-1h", "to", "now"),
        "graphTooltip",
        1,
        "links",
        List.of(otherBoards(), incidentPage()),
        "annotations",
        map("list", List.of(alerts())),
        "templating",
        map("list", List.of(datasource(), job(), dashboards())),
        "panels",
        placed());
  }

  private static Map<String, Object> otherBoards() {
    return map(
        "type",
        "dashboards",
        "title",
        "Devicegate",
        "tags",
        List.of("devicegate"),
        "asDropdown",
        true,
        "keepTime",
        true,
        "includeVars",
        true,
        "targetBlank",
        false,
        "icon",
        "external link",
        "url",
        "",
        "tooltip",
        "");
  }

  private static Map<String, Object> incidentPage() {
    return map(
        "type",
        "link",
        "title",
        "Incident page",
        "url",
        PAGE,
        "targetBlank",
        true,
        "icon",
        "external link",
        "tags",
        List.of(),
        "tooltip",
        "What is broken, since when, for whom",
        "keepTime",
        false,
        "includeVars",
        false,
        "asDropdown",
        false);
  }

  private static Map<String, Object> alerts() {
    return map(
        "name", "Alerts",
        "enable", true,
        "iconColor", "red",
        "datasource", DATASOURCE,
        "expr", "ALERTS{alertname=~\"Devicegate.*\",alertstate=\"firing\"}",
        "titleFormat", "{{alertname}}",
        "step", "60s");
  }

  private static Map<String, Object> datasource() {
    return map(
        "name", "datasource",
        "label", "Data source",
        "type", "datasource",
        "query", "prometheus",
        "hide", 0,
        "current", map());
  }

  private static Map<String, Object> job() {
    String anyOfOurs = "devicegate_ingest_waiting_events|devicegate_token_cache_size";
    return map(
        "name",
        "job",
        "label",
        "Job",
        "type",
        "query",
        "datasource",
        DATASOURCE,
        "query",
        map("query", "label_values({__name__=~\"" + anyOfOurs + "\"}, job)", "refId", "job"),
        "multi",
        true,
        "includeAll",
        true,
        "allValue",
        ".+",
        "refresh",
        2,
        "sort",
        1,
        "hide",
        0,
        "current",
        map("text", "All", "value", "$__all"));
  }

  private static Map<String, Object> dashboards() {
    String here = "http://localhost:8081";
    return map(
        "name",
        "dashboards",
        "label",
        "Devicegate's pages",
        "type",
        "textbox",
        "query",
        here,
        "hide",
        0,
        "current",
        map("text", here, "value", here));
  }

  /** From left to right, as many in a row as there is room for. */
  private List<Map<String, Object>> placed() {
    List<Map<String, Object>> placed = new ArrayList<>();
    int x = 0;
    int y = 0;
    int height = 0;
    for (Map<String, Object> panel : panels) {
      String[] size = ((String) panel.getOrDefault("size", "8x8")).split("x");
      int w = Integer.parseInt(size[0]);
      int h = Integer.parseInt(size[1]);
      if (x + w > WIDTH) {
        x = 0;
        y += height;
        height = 0;
      }
      placed.add(panel(placed.size() + 1, panel, map("x", x, "y", y, "w", w, "h", h)));
      x += w;
      height = Math.max(height, h);
    }
    return placed;
  }

  private static Map<String, Object> panel(
      int id, Map<String, Object> panel, Map<String, Object> place) {
    String form = (String) panel.getOrDefault("as", "lines");
    String type =
        switch (form) {
          case "lines", "stacked" -> "timeseries";
          case "stat", "table" -> form;
          default -> throw new IllegalArgumentException("as: " + form);
        };
    Map<String, Object> defaults = map("unit", needed(panel, "unit"));
    if (type.equals("timeseries")) {
      boolean stacked = form.equals("stacked");
      defaults.put("min", 0);
      defaults.put(
          "custom",
          map(
              "fillOpacity",
              stacked ? 15 : 5,
              "stacking",
              map("mode", stacked ? "normal" : "none"),
              "showPoints",
              "never"));
    }
    String link = (String) panel.get("link");
    return map(
        "id", id,
        "type", type,
        "title", needed(panel, "title"),
        "description", needed(panel, "says"),
        "datasource", DATASOURCE,
        "gridPos", place,
        "fieldConfig", map("defaults", defaults, "overrides", List.of()),
        "options", options(type),
        "links",
            List.of(
                map(
                    "title",
                    "Incident page",
                    "targetBlank",
                    true,
                    "url",
                    link == null ? PAGE : PAGE + "&" + link)),
        "targets", targets(maps(needed(panel, "queries")), type.equals("table")));
  }

  private static Map<String, Object> options(String type) {
    return switch (type) {
      case "stat" ->
          map(
              "reduceOptions", map("calcs", List.of("lastNotNull")),
              "colorMode", "value",
              "graphMode", "area",
              "textMode", "value_and_name");
      case "table" -> map("showHeader", true);
      default ->
          map(
              "legend",
                  map(
                      "displayMode", "table",
                      "placement", "right",
                      "calcs", List.of("lastNotNull", "max")),
              "tooltip", map("mode", "multi", "sort", "desc"));
    };
  }

  private static List<Map<String, Object>> targets(
      List<Map<String, Object>> queries, boolean table) {
    List<Map<String, Object>> targets = new ArrayList<>();
    for (Map<String, Object> query : queries) {
      Map<String, Object> target =
          map("refId", String.valueOf((char) ('A' + targets.size())), "datasource", DATASOURCE);
      if (query.containsKey("events")) {
        target.put("exemplar", needed(query, "events"));
      }
      target.put("expr", needed(query, "expr"));
      target.put("legendFormat", needed(query, "legend"));
      if (table) {
        target.put("instant", true);
        target.put("format", "table");
      }
      targets.add(target);
    }
    return targets;
  }

  /** In this order, so that what is written changes only where something has changed. */
  private static Map<String, Object> map(Object... namesAndValues) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return map;
  }

  private static Object needed(Map<String, Object> from, String name) {
    return Objects.requireNonNull(from.get(name), () -> name + ": missing in " + from);
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> maps(Object list) {
    return (List<Map<String, Object>>) list;
  }
}
