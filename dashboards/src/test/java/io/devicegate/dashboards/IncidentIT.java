package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What happens to the tenant is what the verdict says. */
@Timeout(60)
class IncidentIT {

  private final Instant now = Instant.now();
  private RunningDashboards dashboards;
  private int ids;

  @BeforeEach
  void start(@TempDir Path folder) {
    dashboards = RunningDashboards.start(folder.resolve("events.duckdb"));
  }

  @AfterEach
  void stop() {
    dashboards.close();
  }

  @Test
  void isUnknownBeforeTheFirstEvent() {
    JsonNode verdict = verdict();

    assertThat(verdict.path("verdict").stringValue()).isEqualTo("unknown");
    assertThat(verdict.path("sentence").stringValue()).contains("never sent an event");
  }

  @Test
  void isHealthyWhenAllIsWell() {
    ordinaryHour();

    JsonNode verdict = verdict();

    assertThat(verdict.path("verdict").stringValue()).isEqualTo("healthy");
    assertThat(verdict.path("attempts").intValue()).isGreaterThan(100);
    assertThat(verdict.has("step")).isFalse();
  }

  @Test
  void namesTheClientWhoseGrantWasSwitchedOff() {
    ordinaryHour();
    Instant begin = now.minus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.MINUTES);
    for (Instant time = begin; time.isBefore(now); time = time.plusSeconds(12)) {
      send(
          time,
          "fdeaz",
          "tv",
          "Grant type 'urn:ietf:params:oauth:grant-type:device_code' not allowed for the client.",
          "unauthorized_client");
    }

    JsonNode verdict = verdict();

    assertThat(verdict.path("verdict").stringValue()).isEqualTo("broken");
    assertThat(verdict.path("step").stringValue()).isEqualTo("request");
    assertThat(verdict.path("cause").stringValue()).isEqualTo("device_grant_off");
    assertThat(verdict.path("mostly").path("dimension").stringValue()).isEqualTo("client");
    assertThat(verdict.path("mostly").path("value").stringValue()).isEqualTo("tv");
    assertThat(Duration.between(begin, Instant.parse(verdict.path("since").stringValue())).abs())
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(verdict.path("runbook").stringValue()).isEqualTo("/runbooks/fdeaz");
    assertThat(dashboards.get("/").body()).contains("Step 1, asking for a code,", "It began here");
  }

  @Test
  void tellsTheStoryOfADevice() {
    new Stories(dashboards)
        .tenant(now.minusSeconds(60), "s", "tv", "alice", null, null)
        .tenant(now.minusSeconds(50), "sede", "tv", "alice", null, null)
        .send();

    assertThat(dashboards.get("/device?key=auth0%7Calice").body())
        .contains("What happened to", "auth0|alice", "A user logged in.", "same user and client");
    assertThat(dashboards.get("/device?key=nobody").body()).contains("No event within a day");
    assertThat(dashboards.get("/device").statusCode()).isEqualTo(400);
  }

  private void ordinaryHour() {
    StringBuilder lines = new StringBuilder();
    for (int second = 3_500; second > 0; second -= 20) {
      Instant time = now.minusSeconds(second);
      lines.append(line(time, "s", "cli", "", "")).append(line(time, "sede", "cli", "", ""));
    }
    assertThat(dashboards.post(lines.toString()).statusCode()).isEqualTo(200);
  }

  private void send(Instant time, String type, String client, String description, String error) {
    assertThat(dashboards.post(line(time, type, client, description, error)).statusCode())
        .isEqualTo(200);
  }

  private String line(Instant time, String type, String client, String description, String error) {
    return "{\"log_id\":\"i%d\",\"date\":\"%s\",\"type\":\"%s\",\"client_id\":\"%s\",\"description\":\"%s\",\"details\":{\"error\":\"%s\"}}\n"
        .formatted(ids++, time, type, client, description, error);
  }

  private JsonNode verdict() {
    return JsonMapper.shared().readTree(dashboards.get("/api/v1/verdict").body());
  }
}
