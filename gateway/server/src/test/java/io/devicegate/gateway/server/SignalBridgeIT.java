package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.gateway.signal.SignalCache;
import io.devicegate.gateway.signal.SignalSubjects;
import io.devicegate.rules.event.Signal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The way of a signal from the dashboards to the gateway, in one process and in two. */
class SignalBridgeIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String TOKEN = "token-of-the-stream";
  private static final String GUESSER = "198.51.100.7";
  private static final String INTAKE = "--devicegate.collector.webhook.token=" + TOKEN;
  private static final String ENFORCE = "--devicegate.detections.enforce=user-code-guessing-ip";

  /**
   * Closed in the midst of a request, a connection goes on answering after its server has ended, in
   * the same JVM: the gateway would see no difference for as long as it keeps the connection.
   */
  private static final String LEAVE_NOTHING_OPEN = "--server.netty.max-keep-alive-requests=1";

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path data;

  @Test
  void signalsGoStraightToTheGatewayOfTheSameProcess() throws Exception {
    int port = TestServer.freePort();
    try (ConfigurableApplicationContext server = start(port, INTAKE, ENFORCE)) {
      guess(port);
      awaitSignal(server);
      JsonNode shown = get(port, "/actuator/devicegate").path("signals");
      assertThat(shown.path("enforcing").asInt()).isEqualTo(1);
      assertThat(shown.path("byKind").path("user_code_guessing").asInt()).isPositive();
    }
    try (ConfigurableApplicationContext successor = start(port, INTAKE, ENFORCE)) {
      awaitSignal(successor);
    }
  }

  @Test
  void shippedDetectionsOnlyObserve() throws Exception {
    int port = TestServer.freePort();
    try (ConfigurableApplicationContext server = start(port, INTAKE)) {
      guess(port);
      awaitSignal(server);
      assertThat(about(server)).extracting(Signal::mode).containsOnly(Signal.Mode.OBSERVE);
      assertThat(get(port, "/actuator/devicegate").at("/signals/enforcing").asInt()).isZero();
    }
  }

  @Test
  void gatewayAsksTheDashboardsOfAnotherProcessAndKeepsWhatItKnows() throws Exception {
    int gatewayPort = TestServer.freePort();
    int dashboardsPort = TestServer.freePort();
    try (ConfigurableApplicationContext gateway =
        start(
            gatewayPort,
            "--devicegate.dashboards.enabled=false",
            "--devicegate.signals.url=http://127.0.0.1:" + dashboardsPort + "/api/v1/signals",
            "--devicegate.signals.poll-interval=100ms",
            "--devicegate.signals.max-backoff=200ms",
            "--devicegate.signals.stale-after=1s")) {
      await().atMost(SOON).until(() -> feedState(gatewayPort).equals("OUT_OF_SERVICE"));
      try (ConfigurableApplicationContext dashboards =
          start(
              dashboardsPort, "--devicegate.enabled=false", LEAVE_NOTHING_OPEN, INTAKE, ENFORCE)) {
        assertThat(dashboards.getBeanNamesForType(SignalCache.class)).isEmpty();
        guess(dashboardsPort);
        awaitSignal(gateway);
        await().atMost(SOON).until(() -> feedState(gatewayPort).equals("UP"));
      }
      await().atMost(SOON).until(() -> feedState(gatewayPort).equals("DEGRADED"));
      assertThat(about(gateway)).as("the feed is away").isNotEmpty();
      assertThat(
              http.send(
                  request(gatewayPort, "/actuator/health/devicegateSignals"),
                  BodyHandlers.ofString()))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(200);
    }
  }

  private ConfigurableApplicationContext start(int managementPort, String... more) {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.add("--server.port=0");
    arguments.add("--management.server.port=" + managementPort);
    return TestServer.run(data, arguments.toArray(String[]::new));
  }

  private void guess(int port) throws IOException, InterruptedException {
    Instant now = Instant.now();
    StringBuilder events = new StringBuilder();
    for (int i = 1; i <= 5; i++) {
      events.append(
          """
          {"log_id":"g-%d","type":"fdeac","date":"%s","ip":"%s","details":{"code":"ABCD-EF%02d"}}
          """
              .formatted(i, now.minusSeconds(10 - i), GUESSER, i));
    }
    HttpRequest delivery =
        HttpRequest.newBuilder(uri(port, "/ingest/auth0"))
            .timeout(SOON)
            .header("Content-Type", "application/json")
            .header("Authorization", TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(events.toString()))
            .build();
    assertThat(http.send(delivery, BodyHandlers.ofString()).body()).contains("\"stored\":5");
  }

  private static void awaitSignal(ConfigurableApplicationContext gateway) {
    await().atMost(SOON).until(() -> !about(gateway).isEmpty());
  }

  private static List<Signal> about(ConfigurableApplicationContext gateway) {
    return gateway
        .getBean(SignalCache.class)
        .about(new SignalSubjects("tv", "alice", null, GUESSER))
        .stream()
        .filter(signal -> signal.subjectKind() == Signal.SubjectKind.IP)
        .toList();
  }

  private String feedState(int port) throws IOException, InterruptedException {
    return get(port, "/actuator/health").at("/components/devicegateSignals/status").asString("");
  }

  private JsonNode get(int port, String path) throws IOException, InterruptedException {
    return JSON.readTree(http.send(request(port, path), BodyHandlers.ofString()).body());
  }

  private static HttpRequest request(int port, String path) {
    return HttpRequest.newBuilder(uri(port, path)).timeout(SOON).build();
  }

  private static URI uri(int port, String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }
}
