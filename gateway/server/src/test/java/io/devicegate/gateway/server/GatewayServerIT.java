package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The server as it is started: gateway on one port, dashboards and management on the other. */
@ExtendWith(OutputCaptureExtension.class)
class GatewayServerIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path data;

  private static final HttpClient http = HttpClient.newHttpClient();
  private static int managementPort;
  private static ConfigurableApplicationContext server;

  @BeforeAll
  static void start() throws IOException {
    managementPort = TestServer.freePort();
    server = TestServer.run(data, "--server.port=0", "--management.server.port=" + managementPort);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void decisionIsOneJsonLineAndArrivesInTheStore(CapturedOutput output) throws Exception {
    HttpResponse<String> refusal = get(gateway("/api/films?access=hidden"));
    assertThat(refusal.statusCode()).isEqualTo(401);
    String id = JSON.readTree(refusal.body()).path("decision_id").asString();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get(management("/api/v1/events?source=gateway")).body())
                    .contains("token_missing"));
    JsonNode line = decisionLine(output, id);
    assertThat(line.path("reason").asString()).isEqualTo("token_missing");
    assertThat(line.path("path").asString()).isEqualTo("/api/films");
    assertThat(line.toString()).doesNotContain("hidden");
  }

  @Test
  void itsStartIsAmongTheOperations() throws Exception {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get(management("/api/v1/events?source=operations")).body())
                    .contains("gateway_started", "was started"));
  }

  @Test
  void decisionIsCountedForPrometheus() throws Exception {
    get(gateway("/api/films"));

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(get(management("/actuator/prometheus")).body())
                    .containsPattern("devicegate_decisions_total\\{.*token_missing.*} [1-9]"));
  }

  @Test
  void dashboardsAndManagementAreNotOnTheGatewaysPort() throws Exception {
    assertThat(get(gateway("/actuator/health")).statusCode()).isEqualTo(404);
    assertThat(get(gateway("/")).statusCode()).isEqualTo(404);
    String script = "uplot/1.6.30/dist/uPlot.iife.min.js";
    assertThat(GatewayServer.class.getResource("/META-INF/resources/webjars/" + script))
        .isNotNull();
    assertThat(get(gateway("/webjars/" + script)).statusCode()).isEqualTo(404);
    assertThat(get(management("/")).statusCode()).isEqualTo(200);
  }

  @Test
  void managementListensOnLoopbackOnly() throws Exception {
    Optional<InetAddress> other = otherAddress();
    Assumptions.assumeTrue(other.isPresent(), "This machine has no address but loopback");
    try (Socket socket = new Socket()) {
      InetSocketAddress address = new InetSocketAddress(other.orElseThrow(), managementPort);
      assertThatThrownBy(() -> socket.connect(address, 2_000)).isInstanceOf(ConnectException.class);
    }
  }

  private static JsonNode decisionLine(CapturedOutput output, String id) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                output
                    .getOut()
                    .lines()
                    .filter(line -> line.startsWith("{") && line.contains(id))
                    .findFirst(),
            Optional::isPresent)
        .map(JSON::readTree)
        .orElseThrow();
  }

  private static Optional<InetAddress> otherAddress() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .findFirst();
  }

  private static HttpResponse<String> get(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url)).timeout(SOON).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static String gateway(String path) {
    return "http://localhost:" + server.getEnvironment().getProperty("local.server.port") + path;
  }

  private static String management(String path) {
    return "http://localhost:" + managementPort + path;
  }
}
