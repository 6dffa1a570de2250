package io.devicegate.dashboards.prometheus;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/**
 * What happens, in a series of samples, and which alerts must fire at its end.
 *
 * @param title what happens
 * @param fires these alerts and no other
 * @param normal minutes before, as on a normal day
 * @param minutes minutes of the story
 * @param step minutes from sample to sample
 * @param series name of a series to the values that promtool reads
 */
record AlertStory(
    String title,
    List<String> fires,
    int normal,
    int minutes,
    int step,
    Map<String, String> series) {

  private static final int NORMAL = 20;
  private static final int MINUTES = 25;

  /** Reads {@code stories.yaml}, each with the normal day around it. */
  static List<AlertStory> read(Path folder) throws IOException {
    Map<String, Object> day = new Yaml().load(Files.readString(folder.resolve("normal-day.yaml")));
    List<Map<String, Object>> stories =
        new Yaml().load(Files.readString(folder.resolve("stories.yaml")));
    return stories.stream().map(story -> of(story, day)).toList();
  }

  /** The story as a group of tests of promtool. */
  String group() {
    String input =
        series.entrySet().stream()
            .map(
                each ->
                    "      - {series: '%s', values: '%s'}\n"
                        .formatted(scraped(each.getKey()), each.getValue()))
            .collect(Collectors.joining());
    String firing =
        fires.stream()
            .map(alert -> "          - {labels: '{alertname=\"%s\"}', value: 1}\n".formatted(alert))
            .collect(Collectors.joining());
    return """
      - name: %s
        interval: %dm
        input_series:
    %s\
        promql_expr_test:
          - expr: count by (alertname) (count by (alertname, severity) (ALERTS{alertstate="firing"}))
            eval_time: %dm
            exp_samples:%s
    %s"""
        .formatted(
            "\"" + title + "\"",
            step,
            input,
            (normal + minutes - step) / step * step,
            fires.isEmpty() ? " []" : "",
            firing);
  }

  /** A series with the labels that every scrape adds. */
  private static String scraped(String series) {
    String name = series.replaceFirst("\\{.*", "");
    String labels = series.substring(name.length()).replaceAll("[{}]", "");
    return name
        + "{job=\"devicegate\",instance=\"localhost:8081\""
        + (labels.isEmpty() ? "" : "," + labels)
        + "}";
  }

  private static AlertStory of(Map<String, Object> story, Map<String, Object> day) {
    String title = String.valueOf(story.get("story"));
    int normal = number(story, "normal", NORMAL);
    int minutes = number(story, "minutes", MINUTES);
    int step = number(story, "step", 1);
    List<String> only = strings(story.get("only"));
    Map<String, Object> changes = map(story.get("series"));
    Map<String, String> series = new LinkedHashMap<>();
    day.forEach(
        (name, usual) -> {
          if (only.isEmpty() || only.stream().anyMatch(name::startsWith)) {
            series.put(
                name, values(String.valueOf(usual), changes.get(name), normal, minutes, step));
          }
        });
    changes.forEach(
        (name, change) ->
            series.computeIfAbsent(name, key -> values("_", change, normal, minutes, step)));
    List<String> fires = strings(Objects.requireNonNull(story.get("fires"), title + ": fires"));
    return new AlertStory(title, fires, normal, minutes, step, series);
  }

  private static String values(
      String usual, @Nullable Object change, int normal, int minutes, int step) {
    int before = normal / step;
    int after = minutes / step;
    if (change == null) {
      return steady(usual, BigDecimal.ZERO, before + after, step);
    }
    String first = usual.equals("_") ? "_x" + before : steady(usual, BigDecimal.ZERO, before, step);
    String then = String.valueOf(change);
    if (then.startsWith("reset ")) {
      return first + " " + steady("0" + then.substring(6), BigDecimal.ZERO, after, step);
    }
    if (!then.startsWith("+")) {
      return first + " " + steady(then, BigDecimal.ZERO, after, step);
    }
    BigDecimal reached =
        usual.startsWith("0+")
            ? rate(usual, step).multiply(BigDecimal.valueOf(before - 1L))
            : BigDecimal.ZERO;
    BigDecimal rate = rate("0" + then, step);
    return first + " " + steady("0" + then, reached.add(rate), after, step);
  }

  /** A number that stays, or {@code 0+20} that grows from here by 20 a minute. */
  private static String steady(String value, BigDecimal from, int samples, int step) {
    if (!value.startsWith("0+")) {
      return value + "x" + (samples - 1);
    }
    return from.toPlainString() + "+" + rate(value, step).toPlainString() + "x" + (samples - 1);
  }

  private static BigDecimal rate(String value, int step) {
    return new BigDecimal(value.substring(2)).multiply(BigDecimal.valueOf(step));
  }

  private static int number(Map<String, Object> story, String name, int otherwise) {
    return story.get(name) instanceof Integer number ? number : otherwise;
  }

  private static List<String> strings(@Nullable Object list) {
    List<String> strings = new ArrayList<>();
    if (list instanceof List<?> values) {
      values.forEach(value -> strings.add(String.valueOf(value)));
    }
    return strings;
  }

  private static Map<String, Object> map(@Nullable Object object) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (object instanceof Map<?, ?> values) {
      values.forEach((name, value) -> map.put(String.valueOf(name), value));
    }
    return map;
  }
}
