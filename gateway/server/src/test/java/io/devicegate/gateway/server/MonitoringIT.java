package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A real Prometheus asks the server while traffic runs; no panel and no rule is empty then. */
@ExtendWith(InstalledPrometheus.class)
class MonitoringIT {

  private static final Duration SOON = Duration.ofSeconds(90);
  private static final String TOKEN = "token-of-the-stream";

  /** These need the token of a device, which this server's tenant does not issue. */
  private static final Set<String> NEED_A_TOKEN =
      Set.of("Devicegate: rules, Decisions of access policies");

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private int management;
  private int events;

  @Test
  void everyPanelAndRecordingRuleReturnsData() throws Exception {
    management = TestServer.freePort();
    try (ConfigurableApplicationContext server = start();
        RunningPrometheus prometheus = RunningPrometheus.start(folder, management)) {
      List<Monitoring.Query> empty = new ArrayList<>(Monitoring.panelQueries());
      empty.removeIf(query -> NEED_A_TOKEN.contains(query.where()));
      Monitoring.rules("recording-rules.yaml")
          .forEach(rule -> empty.add(new Monitoring.Query(rule.where(), rule.where())));
      assertThat(empty).hasSizeGreaterThan(70);

      await()
          .atMost(SOON)
          .pollInterval(Duration.ofSeconds(2))
          .untilAsserted(
              () -> {
                traffic(server);
                List<Monitoring.Query> now = List.copyOf(empty);
                for (Monitoring.Query query : now) {
                  if (prometheus.series(query.expression()) > 0) {
                    empty.remove(query);
                  }
                }
                assertThat(empty).isEmpty();
              });
      assertThat(prometheus.exemplars("devicegate_device_flow_errors_total").toString())
          .as("a point of an error leads to an event")
          .contains("\"log_id\":\"900");
      assertThat(prometheus.exemplars("devicegate_stored_decisions_events_total").toString())
          .contains("\"decision_id\":\"");
      assertThat(Monitoring.rules("alerts.yaml"))
          .allSatisfy(
              alert ->
                  assertThat(prometheus.series(alert.expression()))
                      .as(alert.where())
                      .isNotNegative());
    }
  }

  private ConfigurableApplicationContext start() throws IOException {
    Path policies = Files.createDirectory(folder.resolve("policies"));
    Files.writeString(
        policies.resolve("devices.yaml"),
        """
        name: devices
        rule:
          match:
            - condition: grant.protocol == 'oauth2-device-code'
              output: allow()
        """);
    return TestServer.run(
        folder,
        "--server.port=0",
        "--management.server.port=" + management,
        "--devicegate.collector.webhook.token=" + TOKEN,
        "--devicegate.access.directory=" + policies,
        "--spring.cloud.gateway.server.webflux.routes[1].id=open",
        "--spring.cloud.gateway.server.webflux.routes[1].uri=http://localhost:1",
        "--spring.cloud.gateway.server.webflux.routes[1].predicates[0]=Path=/open/**",
        "--spring.cloud.gateway.server.webflux.routes[1].metadata.devicegate.require=none");
  }

  /** A little of everything: each code of the flow, guessing, what is no event, calls. */
  private void traffic(ConfigurableApplicationContext server) throws Exception {
    StringBuilder delivery = new StringBuilder();
    for (String code :
        List.of("s", "f", "fp", "fdeaz", "fdecc", "fede", "sede", "sede", "sertft", "new_code")) {
      delivery.append(event(code, ""));
    }
    for (int i = 0; i < 6; i++) {
      delivery.append(
          event(
              "fdeac",
              ",\"ip\":\"198.51.100.7\",\"details\":{\"code\":\"ABCD-EF%02d\"}".formatted(i)));
    }
    delivery.append("this is no event\n");
    deliver(delivery.toString(), TOKEN);
    deliver("[]", "another-token");
    String port = server.getEnvironment().getRequiredProperty("local.server.port");
    get("http://localhost:" + port + "/api/films");
    get("http://localhost:" + port + "/open/films");
  }

  private String event(String code, String more) {
    Instant now = Instant.now();
    String id =
        "900" + now.toString().replaceAll("\\D", "").substring(0, 17) + "0".repeat(24) + events++;
    return "{\"log_id\":\"%s\",\"type\":\"%s\",\"date\":\"%s\",\"client_id\":\"tv\",\"user_id\":\"auth0|alice\"%s}\n"
        .formatted(id, code, now, more);
  }

  private void deliver(String body, String token) throws Exception {
    http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/ingest/auth0"))
            .timeout(SOON)
            .header("Content-Type", "application/json")
            .header("Authorization", token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  private void get(String uri) throws Exception {
    http.send(
        HttpRequest.newBuilder(URI.create(uri)).timeout(SOON).build(), BodyHandlers.ofString());
  }
}
