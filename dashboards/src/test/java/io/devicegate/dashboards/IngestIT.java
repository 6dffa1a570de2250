package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IngestIT {

  private RunningDashboards dashboards;

  @BeforeAll
  void start(@TempDir Path folder) {
    dashboards = RunningDashboards.start(folder.resolve("events.duckdb"));
  }

  @AfterAll
  void stop() {
    dashboards.close();
  }

  @Test
  void storesAndCountsAnEvent() {
    HttpResponse<String> answer =
        dashboards.post("[{\"log_id\":\"a1\",\"data\":{\"type\":\"sede\",\"log_id\":\"a1\"}}]");

    assertThat(answer.body()).contains("\"stored\":1");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(dashboards.get("/actuator/prometheus").body())
        .contains(
            "devicegate_auth0_events_total{outcome=\"success\",stage=\"exchange\",type=\"sede\"}");
  }

  @Test
  void applicationPortTakesNoEvents() {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + dashboards.serverPort() + "/ingest/auth0"))
            .header("Authorization", RunningDashboards.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString("[]"))
            .build();

    assertThat(dashboards.send(request).statusCode()).isEqualTo(404);
  }
}
