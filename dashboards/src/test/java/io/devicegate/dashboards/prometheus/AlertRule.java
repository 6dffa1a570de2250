package io.devicegate.dashboards.prometheus;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * An alert as {@code alerts.yaml} writes it.
 *
 * @param name of the alert
 * @param expression in PromQL
 * @param severity how urgent it is
 * @param after how long it must hold
 * @param annotations texts and links
 */
record AlertRule(
    String name,
    String expression,
    String severity,
    String after,
    Map<String, String> annotations) {

  static List<AlertRule> read(Path folder) throws IOException {
    List<AlertRule> alerts = new ArrayList<>();
    for (Map<String, ?> rule : rules(folder.resolve("alerts.yaml"))) {
      alerts.add(
          new AlertRule(
              String.valueOf(rule.get("alert")),
              String.valueOf(rule.get("expr")),
              String.valueOf(strings(rule.get("labels")).get("severity")),
              rule.get("for") instanceof String after ? after : "0m",
              strings(rule.get("annotations"))));
    }
    return alerts;
  }

  /** Every rule of a file, of either kind. */
  static List<Map<String, ?>> rules(Path file) throws IOException {
    Map<String, List<Map<String, List<Map<String, ?>>>>> rules =
        new Yaml().load(Files.readString(file));
    return rules.getOrDefault("groups", List.of()).stream()
        .flatMap(group -> group.getOrDefault("rules", List.of()).stream())
        .toList();
  }

  private static Map<String, String> strings(@Nullable Object object) {
    Map<String, String> strings = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> map) {
      map.forEach((name, value) -> strings.put(String.valueOf(name), String.valueOf(value)));
    }
    return strings;
  }
}
