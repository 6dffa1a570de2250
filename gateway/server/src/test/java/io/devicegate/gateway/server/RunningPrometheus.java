package io.devicegate.gateway.server;

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
import tools.jackson.databind.node.MissingNode;

/** A Prometheus of its own on a free port of this machine, which asks one process every second. */
final class RunningPrometheus implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private RunningPrometheus(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static RunningPrometheus start(Path folder, int target) throws IOException {
    for (String rules : new String[] {"recording-rules.yaml", "alerts.yaml"}) {
      String text = Files.readString(Monitoring.RULES.resolve(rules));
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
    int port = TestServer.freePort();
    Process process =
        new ProcessBuilder(
                InstalledPrometheus.server().toString(),
                "--config.file=" + folder.resolve("prometheus.yaml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--storage.tsdb.retention.time=1h",
                "--enable-feature=exemplar-storage",
                "--web.listen-address=127.0.0.1:" + port)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("prometheus.log").toFile())
            .start();
    return new RunningPrometheus(process, port);
  }

  /** How many series a query returns; -1 if it cannot be asked now. */
  int series(String expression) throws InterruptedException {
    JsonNode data = ask("query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    return data.isMissingNode() ? -1 : data.path("result").size();
  }

  /** The series of a metric that have examples of what they counted, each with those. */
  JsonNode exemplars(String metric) throws InterruptedException {
    Instant now = Instant.now();
    return ask(
        "query_exemplars?query=%s&start=%s&end=%s"
            .formatted(metric, now.minusSeconds(600), now.plusSeconds(60)));
  }

  /** Missing if it cannot be asked now. */
  private JsonNode ask(String question) throws InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + question);
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    try {
      JsonNode answer = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
      return answer.path("status").asString().equals("success")
          ? answer.path("data")
          : MissingNode.getInstance();
    } catch (IOException e) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 10, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
