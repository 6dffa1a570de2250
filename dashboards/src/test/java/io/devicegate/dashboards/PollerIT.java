package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole application with the poller as its source. */
@Timeout(240)
class PollerIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int EVENTS = 2_000;
  private static final int PAGE = 20;

  @TempDir private Path folder;

  private final Instant start = Instant.now().minusSeconds(600);
  private final FakeTenant tenant = new FakeTenant();

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  void showsWhatItReadInPagesMetricsAndHealth() {
    write(5);
    try (RunningDashboards dashboards = RunningDashboards.start(store(), poller())) {
      awaitSucceeded(dashboards, 5);

      assertThat(dashboards.get("/actuator/prometheus").body())
          .contains("devicegate_poller_polls_requests_total{result=\"success\"}")
          .contains("devicegate_poller_cursor_age_seconds ")
          .contains("devicegate_channel_missed_minutes{channel=\"webhook\"} 0.0")
          .contains("devicegate_ingest_stored_events_total{source=\"auth0\"} 5.0");
      await()
          .atMost(PATIENCE)
          .until(() -> health(dashboards).body().contains("\"lastResult\":\"success\""));
      assertThat(health(dashboards).body()).contains("\"status\":\"UP\"");
      assertThat(dashboards.get("/api/v1/gaps").body())
          .contains("\"crosschecked\":true,\"missed\":[]");
    }
  }

  @Test
  void doctorSaysWhatTheTenantDoesNotSend() {
    tenant.streams(
        FakeTenant.answering(
            200,
            """
            [{"name":"<b>Devices</b>","type":"http","status":"paused",
              "filters":[{"type":"category","name":"user.fail"}],
              "sink":{"httpEndpoint":"https://x.test/ingest/auth0","httpAuthorization":"%s"}}]"""
                .formatted(RunningDashboards.TOKEN)));
    try (RunningDashboards dashboards = RunningDashboards.start(store(), poller())) {
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(dashboards.get("/api/v1/doctor").body())
                      .contains(
                          "\"result\":\"problem\"", "\"check\":\"filters\"", "fdeac (other)"));
      assertThat(dashboards.get("/doctor").body())
          .contains("is paused", "fdeac (other)", "&lt;b&gt;Devices")
          .doesNotContain("<b>Devices", RunningDashboards.TOKEN);
      assertThat(dashboards.get("/actuator/prometheus").body())
          .contains("devicegate_doctor_checks{check=\"delivery\",result=\"problem\"} 1.0");
    }
  }

  @Test
  void isOffUnlessConfigured() {
    try (RunningDashboards dashboards = RunningDashboards.start(store())) {
      assertThat(health(dashboards).statusCode()).isEqualTo(404);
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(dashboards.get("/api/v1/doctor").body())
                      .contains("\"result\":\"unknown\"", "devicegate.collector.poller.url"));
      assertThat(dashboards.get("/actuator/prometheus").body())
          .doesNotContain("devicegate_poller_cursor_age");
    }
  }

  @Test
  void fillsWhatTheWebhookLost() {
    List<String> ids = write(6);
    try (RunningDashboards dashboards = RunningDashboards.start(store(), poller())) {
      for (String id : ids.subList(0, 3)) {
        dashboards.post("{\"log_id\":\"" + id + "\",\"data\":{\"type\":\"sede\"}}");
      }

      awaitSucceeded(dashboards, 6);
    }
  }

  /** Killed somewhere inside a page, at three different places. */
  @Test
  void losesNothingAndStoresNothingTwiceWhenItIsKilled() throws IOException {
    write(EVENTS);
    for (int pages : new int[] {3, 40}) {
      killAfter(pages);
    }
    int asked = tenant.asked().size();
    try (RunningDashboards successor = RunningDashboards.start(store(), poller())) {
      awaitSucceeded(successor, EVENTS);
      assertThat(tenant.asked().get(asked)).isGreaterThan(LogIdTime.before(start));
      assertThat(successor.bean(EventStore.class).cursor("auth0 " + tenant.url()))
          .hasValueSatisfying(
              cursor -> assertThat(cursor.position()).isEqualTo(FakeTenant.id(start, EVENTS)));
    }
  }

  private void killAfter(int pages) throws IOException {
    CountDownLatch left = new CountDownLatch(pages);
    tenant.onPage(left::countDown);
    try (KilledDashboards killed = KilledDashboards.start(store(), poller())) {
      await().atMost(PATIENCE).until(() -> left.getCount() == 0);
      killed.kill();
      killed.awaitEnd();
    }
  }

  private void awaitSucceeded(RunningDashboards dashboards, int events) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(dashboards.get("/api/v1/funnel").body())
                    .contains("\"succeeded\":" + events));
  }

  private static HttpResponse<String> health(RunningDashboards dashboards) {
    return dashboards.get("/actuator/health/devicegatePoller");
  }

  private List<String> write(int events) {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= events; i++) {
      ids.add(tenant.write(start, i));
    }
    return ids;
  }

  private Path store() {
    return folder.resolve("events.duckdb");
  }

  private String[] poller() {
    return Stream.of(
            "url=" + tenant.url(),
            "client-id=reader",
            "client-secret=" + FakeTenant.SECRET,
            "take=" + PAGE,
            "interval=100ms",
            "max-backoff=100ms",
            "start-at=" + start)
        .map(setting -> "devicegate.collector.poller." + setting)
        .toArray(String[]::new);
  }
}
