package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Prometheus would have seen of a drill, minute by minute, and which of the shipped alerts
 * fire on it, by Prometheus' own promtool. Where that is not installed, alerts are not looked at.
 */
final class DrillAlerts {

  private static final Pattern SAMPLE =
      Pattern.compile("(devicegate_\\w+)(?:\\{(.*)})? (-?[0-9.eE+-]+)");

  private final Map<String, List<String>> series = new TreeMap<>();
  private int minutes;

  /** Takes what the endpoint says at a minute of the story. */
  void scrape(String exposition) {
    for (String line : exposition.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String labels = sample.group(2) == null ? "" : "," + sample.group(2);
        String name =
            sample.group(1) + "{job=\"devicegate\",instance=\"localhost:8081\"" + labels + "}";
        List<String> values =
            series.computeIfAbsent(
                name, added -> new ArrayList<>(Collections.nCopies(minutes, "_")));
        values.add(sample.group(3));
      }
    }
    minutes++;
    series.values().stream()
        .filter(values -> values.size() < minutes)
        .forEach(values -> values.add("_"));
  }

  /** Requires that these alerts fired at some time of the story, and no other. */
  void assertFired(Path folder, String... alerts) throws IOException, InterruptedException {
    Optional<Path> promtool = InstalledPrometheus.program("promtool");
    if (promtool.isEmpty()) {
      return;
    }
    Path test = Files.writeString(folder.resolve("alerts.yaml"), test(alerts));
    Path output = folder.resolve("promtool.txt");
    Process process =
        new ProcessBuilder(promtool.get().toString(), "test", "rules", test.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(1, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("promtool ended within a minute").isTrue();
    assertThat(process.exitValue()).as(Files.readString(output)).isZero();
  }

  private String test(String... alerts) {
    String input =
        series.entrySet().stream()
            .map(
                each ->
                    "      - {series: '%s', values: '%s'}\n"
                        .formatted(
                            each.getKey().replace("'", "''"), String.join(" ", each.getValue())))
            .collect(Collectors.joining());
    String fired =
        Arrays.stream(alerts)
            .sorted()
            .map(alert -> "          - {labels: '{alertname=\"%s\"}', value: 1}\n".formatted(alert))
            .collect(Collectors.joining());
    return """
        rule_files: ['%s', '%s']
        evaluation_interval: 1m
        tests:
          - interval: 1m
            input_series:
        %s\
            promql_expr_test:
              - expr: max by (alertname) (max_over_time(ALERTS{alertstate="firing"}[2h]))
                eval_time: %dm
                exp_samples:%s
        %s"""
        .formatted(
            Boards.RULES.resolve("recording-rules.yaml").toAbsolutePath().normalize(),
            Boards.RULES.resolve("alerts.yaml").toAbsolutePath().normalize(),
            input,
            minutes - 1,
            alerts.length == 0 ? " []" : "",
            fired);
  }
}
