package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus of its own on a free port of this machine, which asks one process every second. */
final class RunningPrometheus implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final int port;
  private final Instant started = Instant.now();
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningPrometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static RunningPrometheus start(Path program, Path folder, int target) throws IOException {
    for (String rules : new String[] {"recording-rules.yaml", "alerts.yaml"}) {
      String text = Files.readString(Boards.RULES.resolve(rules));
      Files.writeString(folder.resolve(rules), text.replace("interval: 30s", "interval: 1s"));
    }
    Files.writeString(
        folder.resolve("prometheus.yaml"),
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: [recording-rules.yaml, alerts.yaml]
        scrape_configs:
          - job_name: devicegate
            metrics_path: /actuator/prometheus
            static_configs: [{targets: ['127.0.0.1:%d']}]
        """
            .formatted(target));
    int port = FreePorts.one();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + folder.resolve("prometheus.yaml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=1d",
                "--enable-feature=exemplar-storage",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new RunningPrometheus(process, port);
  }

  /** Whether a query returned anything at any time since the start. */
  boolean everAnswered(String expression) throws IOException, InterruptedException {
    return !ask("query_range?step=1s", expression, started, Instant.now()).path("result").isEmpty();
  }

  /** The series of a metric that have examples of what they counted, each with those. */
  JsonNode exemplars(String metric, Instant from, Instant to)
      throws IOException, InterruptedException {
    return ask("query_exemplars?", metric, from, to);
  }

  private JsonNode ask(String question, String expression, Instant from, Instant to)
      throws IOException, InterruptedException {
    String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    String range = "&query=%s&start=%s&end=%s".formatted(query, from, to);
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + question + range);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
    JsonNode answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("success");
    return answer.path("data");
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
