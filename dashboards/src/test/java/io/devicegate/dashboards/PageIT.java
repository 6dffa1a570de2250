package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.store.EventStore;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is injected is what the page and the API say. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(60)
class PageIT {

  private RunningDashboards dashboards;
  private int ids;

  @BeforeAll
  void start(@TempDir Path folder) {
    dashboards = RunningDashboards.start(folder.resolve("events.duckdb"));
  }

  @AfterAll
  void stop() {
    dashboards.close();
  }

  @Test
  @Order(1)
  void saysThatNothingIsKnownBeforeTheFirstEvent() {
    assertThat(dashboards.get("/").body())
        .contains("No event has arrived yet", "No source has sent anything yet")
        .doesNotContain("<p class=\"count\">0</p>");
  }

  @Test
  @Order(2)
  void countsWhatWasInjected() {
    inject(31, "sede", "");
    inject(3, "fede", "The device code has expired");
    inject(40, "fede", "authorization_pending");
    inject(5, "fdeaz", "");
    inject(6, "fdeac", "");
    inject(2, "fdecc", "");
    inject(33, "s", "");
    inject(4, "unheard_of", "");

    JsonNode steps = funnel();
    assertThat(steps.path(0).path("observable").booleanValue()).isFalse();
    assertThat(steps.path(0).has("succeeded")).isFalse();
    assertThat(steps.path(0).path("failed").intValue()).isEqualTo(5);
    assertThat(steps.path(1).path("failed").intValue()).isEqualTo(6);
    assertThat(steps.path(2).path("succeeded").intValue()).isEqualTo(33);
    assertThat(steps.path(3).path("cancelled").intValue()).isEqualTo(2);
    assertThat(steps.path(4).path("succeeded").intValue()).isEqualTo(31);
    assertThat(steps.path(4).path("failed").intValue()).isEqualTo(3);
    assertThat(steps.path(4).path("pending").intValue()).isEqualTo(40);
    assertThat(steps.path(5).path("observable").booleanValue()).isFalse();
  }

  @Test
  @Order(3)
  void showsTheSameNumbersOnThePage() {
    assertThat(dashboards.get("/").body())
        .contains(
            "<p class=\"count\"><a href=\"/?outcome=success&amp;stage=login#events\">33</a></p>",
            "<p class=\"count\"><a href=\"/?outcome=success&amp;stage=exchange#events\">31</a></p>",
            "In the last hour: 33 logins, 31 devices got their tokens.",
            "40 waiting polls",
            "Unknown code",
            "unheard_of",
            "The user saw the confirmation page and chose Cancel.")
        .containsPattern("not observable");
  }

  @Test
  @Order(3)
  void linksEachOfTheFiveCodesToItsRunbook() {
    String page = dashboards.get("/").body();

    assertThat(List.of("fdeaz", "fdeac", "fdecc", "fede", "sede"))
        .allSatisfy(
            code -> {
              assertThat(page).contains("href=\"/runbooks/" + code + "\"");
              assertThat(dashboards.get("/runbooks/" + code).body())
                  .contains("<h1>" + code, "Meaning", "Impact", "Diagnosis", "Mitigation")
                  .contains("Escalation");
            });
  }

  @Test
  @Order(3)
  void linksRunbooksToEachOther() {
    assertThat(dashboards.get("/runbooks").body()).contains("href=\"/runbooks/fdeaz\"", "<table>");
    assertThat(dashboards.get("/runbooks/fdeaz").body()).contains("href=\"/runbooks/sede\"");
  }

  @Test
  @Order(3)
  void showsAHostileEventAsText() {
    dashboards.post(
        "{\"log_id\":\"xss\",\"type\":\"f\",\"description\":\"<script>alert(1)</script>\","
            + "\"client_id\":\"\\\"><img src=x>\"}");

    assertThat(dashboards.get("/").body())
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
        .doesNotContain("<script>alert", "<img src=x>");
  }

  @Test
  @Order(3)
  void loadsNothingFromElsewhereAndForbidsIt() {
    HttpResponse<String> page = dashboards.get("/");

    assertThat(page.headers().firstValue("Content-Security-Policy"))
        .hasValueSatisfying(
            policy ->
                assertThat(policy)
                    .contains("default-src 'none'", "frame-ancestors 'none'")
                    .doesNotContain("unsafe"));
    assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    assertThat(page.headers().allValues("Cache-Control")).containsExactly("no-store");
    assertThat(page.body())
        .doesNotContain("http://", "//cdn", " style=", "onclick")
        .contains("<html lang=\"en\">");
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "dashboard.css, text/css;charset=UTF-8",
    "dashboard.js, text/javascript;charset=UTF-8",
    "uplot.js, text/javascript;charset=UTF-8",
    "uplot.css, text/css;charset=UTF-8",
    "icon.svg, image/svg+xml"
  })
  void servesItsAssetsAndKnowsWhatABrowserHas(String name, String type) {
    HttpResponse<String> asset = dashboards.get("/assets/" + name);

    assertThat(asset.statusCode()).isEqualTo(200);
    assertThat(asset.headers().firstValue("Content-Type")).hasValue(type);
    assertThat(asset.headers().firstValue("Content-Encoding")).isEmpty();
    assertThat(
            dashboards
                .get("/assets/" + name, "Accept-Encoding", "deflate, gzip")
                .headers()
                .firstValue("Content-Encoding"))
        .hasValue("gzip");
    assertThat(
            dashboards
                .get(
                    "/assets/" + name,
                    "If-None-Match",
                    asset.headers().firstValue("ETag").orElseThrow())
                .statusCode())
        .isEqualTo(304);
  }

  @ParameterizedTest
  @Order(3)
  @ValueSource(strings = {"/runbooks/none", "/runbooks/..%2Fx", "/assets/none", "/api/v1/none"})
  void answersNotFound(String path) {
    assertThat(dashboards.get(path).statusCode()).isEqualTo(404);
  }

  @Test
  @Order(3)
  void listsEventsByFilterNewestFirst() {
    JsonNode events = json("/api/v1/events?type=fdecc&limit=1").path("events");

    assertThat(events.size()).isEqualTo(1);
    assertThat(events.path(0).path("type").stringValue()).isEqualTo("fdecc");
    assertThat(events.path(0).path("outcome").stringValue()).isEqualTo("cancelled");
    assertThat(Instant.parse(events.path(0).path("time").stringValue())).isBefore(Instant.now());
  }

  @ParameterizedTest
  @Order(3)
  @CsvSource({
    "/api/v1/events?limit=0, limit",
    "/api/v1/events?limit=501, limit",
    "/api/v1/events?limit=many, limit",
    "/api/v1/funnel?window=1s, window",
    "/api/v1/funnel?window=900d, window",
    "/api/v1/funnel?window=soon, window"
  })
  void namesTheParameterThatIsWrong(String path, String parameter) {
    HttpResponse<String> answer = dashboards.get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains("\"detail\":\"" + parameter + ":");
  }

  @Test
  @Order(3)
  void servesTheTaxonomy() {
    assertThat(dashboards.get("/api/v1/taxonomy").body())
        .contains("\"code\":\"fdecc\"", "\"countsAgainstSlo\":");
  }

  /** Last, since it breaks the store. */
  @Test
  @Order(4)
  void saysSoWhenTheStoreIsGone() {
    dashboards.bean(EventStore.class).close();

    assertThat(dashboards.get("/").statusCode()).isEqualTo(200);
    assertThat(dashboards.get("/").body())
        .containsPattern("The event store cannot be read now. This page is <b>.*</b> old");
    assertThat(dashboards.get("/?window=6h").statusCode()).isEqualTo(503);
    assertThat(dashboards.get("/?window=6h").body()).contains("The event store cannot be read now");
    assertThat(dashboards.get("/api/v1/funnel").statusCode()).isEqualTo(503);
    assertThat(dashboards.post("{\"log_id\":\"z\",\"type\":\"s\"}").statusCode()).isEqualTo(503);
    assertThat(dashboards.get("/actuator/health").statusCode()).isEqualTo(503);
  }

  private void inject(int count, String type, String description) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append(
          "{\"log_id\":\"p%d\",\"type\":\"%s\",\"client_id\":\"tv\",\"description\":\"%s\"}\n"
              .formatted(ids++, type, description));
    }
    assertThat(dashboards.post(lines.toString()).body()).contains("\"stored\":" + count);
  }

  private JsonNode funnel() {
    return json("/api/v1/funnel").path("steps");
  }

  private JsonNode json(String path) {
    return JsonMapper.shared().readTree(dashboards.get(path).body());
  }
}
