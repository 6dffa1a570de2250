package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may read pages and API. */
@Timeout(60)
class ReadAccessIT {

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WithAToken {

    private static final String TOKEN = "reader-token-0123456789";

    private RunningDashboards dashboards;

    @BeforeAll
    void start(@TempDir Path folder) {
      dashboards =
          RunningDashboards.start(
              folder.resolve("events.duckdb"), "devicegate.query.token=" + TOKEN);
    }

    @AfterAll
    void stop() {
      dashboards.close();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "/",
          "/runbooks",
          "/api/v1/events",
          "/api/v1/signals",
          "/api/v1/openapi.json",
          "/api/v1/none"
        })
    void refusesWhoeverSendsNone(String path) {
      HttpResponse<String> answer = dashboards.get(path);

      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate"))
          .hasValueSatisfying(it -> assertThat(it).contains("Basic", "Bearer"));
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
      assertThat(answer.body()).doesNotContain(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer " + TOKEN, "bearer " + TOKEN})
    void answersWhoeverKnowsIt(String header) {
      assertThat(dashboards.get("/", "Authorization", header).statusCode()).isEqualTo(200);
      assertThat(dashboards.get("/api/v1/events", "Authorization", header).statusCode())
          .isEqualTo(200);
    }

    @Test
    void takesItAsAPasswordToo() {
      assertThat(status(basic("anyone:" + TOKEN))).isEqualTo(200);
      assertThat(status(basic(":" + TOKEN))).isEqualTo(200);
      assertThat(status(basic(TOKEN + ":"))).isEqualTo(401);
      assertThat(status(basic(TOKEN))).isEqualTo(401);
      assertThat(status("Basic !!!")).isEqualTo(401);
      assertThat(status("Bearer " + TOKEN + "x")).isEqualTo(401);
      assertThat(status(TOKEN)).isEqualTo(401);
    }

    @Test
    void leavesTheIntakeAndHealthToTheirOwnRules() {
      assertThat(dashboards.post("{\"log_id\":\"1\",\"type\":\"s\"}").statusCode()).isEqualTo(200);
      assertThat(dashboards.get("/actuator/health").statusCode()).isEqualTo(200);
    }

    private int status(String header) {
      return dashboards.get("/api/v1/events", "Authorization", header).statusCode();
    }

    private static String basic(String pair) {
      return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Nested
  @TestInstance(TestInstance.Lifecycle.PER_CLASS)
  class WithoutAToken {

    private RunningDashboards dashboards;

    @BeforeAll
    void start(@TempDir Path folder) {
      dashboards = RunningDashboards.startOnOnePort(folder.resolve("events.duckdb"));
    }

    @AfterAll
    void stop() {
      dashboards.close();
    }

    @Test
    void answersThisMachine() {
      assertThat(dashboards.get("/").statusCode()).isEqualTo(200);
      assertThat(dashboards.get("/api/v1/events").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"})
    void refusesWhatAProxyPassedOn(String header) {
      HttpResponse<String> answer = dashboards.get("/api/v1/events", header, "for=198.51.100.1");

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("devicegate.query.token");
      assertThat(dashboards.get("/", header, "for=198.51.100.1").statusCode()).isEqualTo(403);
    }

    @Test
    void refusesAnotherMachine() throws SocketException {
      Optional<InetAddress> outside =
          NetworkInterface.networkInterfaces()
              .flatMap(NetworkInterface::inetAddresses)
              .filter(it -> !it.isLoopbackAddress() && it.getAddress().length == 4)
              .findFirst();
      Assumptions.assumeTrue(outside.isPresent(), "this machine has no address of a network");

      URI uri =
          URI.create(
              "http://%s:%d/api/v1/events"
                  .formatted(outside.get().getHostAddress(), dashboards.managementPort()));
      assertThat(dashboards.send(HttpRequest.newBuilder(uri).build()).statusCode()).isEqualTo(403);
    }
  }
}
