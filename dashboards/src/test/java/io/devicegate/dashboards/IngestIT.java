package io.devicegate.dashboards;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.collector.EventIntake;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class IngestIT {

  private static final String JSON = "application/json";

  private RunningDashboards dashboards;

  @BeforeAll
  void start(@TempDir Path folder) {
    dashboards =
        RunningDashboards.start(
            folder.resolve("events.duckdb"),
            "devicegate.collector.webhook.max-body=64KB",
            "devicegate.collector.webhook.max-requests=1");
  }

  @AfterAll
  void stop() {
    dashboards.close();
  }

  @Test
  void takesAnArrayOfEnvelopes() {
    assertAcknowledged(
        dashboards.post("[" + envelope("array-1") + "," + envelope("array-2") + "]"), 2, 2, 0, 0);
  }

  @Test
  void takesJsonLines() {
    byte[] lines = (envelope("line-1") + "\n" + envelope("line-2") + "\n").getBytes(UTF_8);

    assertAcknowledged(
        dashboards.post(lines, "application/x-ndjson", RunningDashboards.TOKEN), 2, 2, 0, 0);
  }

  @Test
  void takesJsonLinesUnderTheTypeThatTheTenantConfigured() {
    assertAcknowledged(
        dashboards.post(envelope("typed-1") + "\n" + envelope("typed-2")), 2, 2, 0, 0);
  }

  @Test
  void takesOneObject() {
    assertAcknowledged(dashboards.post(envelope("object-1")), 1, 1, 0, 0);
  }

  @Test
  void takesABareEvent() {
    assertAcknowledged(
        dashboards.post("{\"_id\":\"bare-1\",\"type\":\"sede\",\"details\":\"text\"}"), 1, 1, 0, 0);
  }

  @Test
  void takesGzip() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(zipped)) {
      gzip.write(envelope("zip-1").getBytes(UTF_8));
    }

    assertAcknowledged(
        dashboards.post(
            zipped.toByteArray(),
            "application/json",
            RunningDashboards.TOKEN,
            "Content-Encoding",
            "gzip"),
        1,
        1,
        0,
        0);
  }

  @Test
  void storesAnEventOnceHoweverOftenItComes() {
    String twice = "[" + envelope("again") + "," + envelope("again") + "]";

    assertAcknowledged(dashboards.post(twice), 2, 1, 1, 0);
    assertAcknowledged(dashboards.post(twice), 2, 0, 2, 0);
  }

  @Test
  void keepsTheGoodAndNamesTheBad() {
    HttpResponse<String> answer =
        dashboards.post("[" + envelope("good") + ", 7, {\"log_id\":\"x\"}]");

    assertAcknowledged(answer, 3, 1, 0, 2);
    assertThat(answer.body()).contains("element 2 is not a JSON object", "no_type");
  }

  @Test
  void balanceIsAtThePipeline() {
    dashboards.post("[" + envelope("balance-1") + ",7]");

    assertThat(dashboards.get("/api/v1/pipeline").body())
        .contains("{\"balanced\":true,\"sources\":[")
        .containsPattern(
            "\"source\":\"auth0\",\"received\":[0-9]+,\"stored\":[0-9]+,\"duplicates\":[0-9]+,"
                + "\"rejected\":[1-9][0-9]*,\"returned\":[0-9]+,\"waiting\":0,\"balanced\":true");
  }

  @Test
  void masksSecretsBeforeTheyAreStored() {
    dashboards.post(
        "{\"log_id\":\"masked\",\"type\":\"fdeac\",\"client_id\":\"mask-client\","
            + "\"description\":\"code=WDJB-MJHT\",\"details\":{\"code\":\"WDJB-MJHT\"}}");

    assertThat(dashboards.get("/api/v1/events?client=mask-client").body())
        .contains("masked")
        .doesNotContain("MJHT", "WDJB");
  }

  @Test
  void takesADeployOnceHoweverOftenItIsTold() {
    String deploy =
        """
        {"description": "tv-app 4.2.0 to production", "by": "ci", "id": "run-17",
         "time": "%s"}"""
            .formatted(Instant.now().minusSeconds(60));

    assertAcknowledged(dashboards.postOperation(deploy), 1, 1, 0, 0);
    assertAcknowledged(dashboards.postOperation(deploy), 1, 0, 1, 0);
    assertThat(dashboards.get("/api/v1/events?source=operations").body())
        .contains("\"type\":\"deploy\"", "tv-app 4.2.0 to production", "run-17");
    assertThat(dashboards.get("/api/v1/verdict").body()).doesNotContain("operations");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {"by": "ci"}; description: missing
          {"description": 7}; description: wrong (expected: text of 1 to 500 letters)
          {"description": "x", "type": "party"}; type: unknown (expected: deploy, keys_changed
          {"description": "x", "time": "yesterday"}; time: wrong (expected: when it was done
          {"description": "x", "time": "2999-01-01T00:00:00Z"}; time: wrong
          {"decription": "x"}; decription: unknown (expected: description
          ["x"]; The body is not a JSON object
          {; The body is not a JSON object
          """)
  void saysWhatIsWrongWithADeploy(String body, String expected) {
    assertProblem(dashboards.postOperation(body), 400, expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "wrong", "Bearer test-token-of-the-stream", "test-token-of-the-strea"})
  void refusesAnotherToken(String token) {
    HttpResponse<String> answer = dashboards.post(envelope("no").getBytes(UTF_8), JSON, token);

    assertProblem(answer, 401, "Authorization");
    assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    assertProblem(dashboards.post(" ".repeat(64 * 1024 + 1)), 413, "65536 bytes");
  }

  @Test
  void refusesALargeBodyOfUnknownLength() {
    byte[] body = " ".repeat(64 * 1024 + 1).getBytes(UTF_8);
    HttpRequest chunked =
        HttpRequest.newBuilder(dashboards.uri("/ingest/auth0"))
            .header("Content-Type", JSON)
            .header("Authorization", RunningDashboards.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();

    assertProblem(dashboards.send(chunked), 413, "65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/xml", "nonsense", "text/html"})
  void refusesAnotherMediaType(String type) {
    assertProblem(
        dashboards.post(envelope("no").getBytes(UTF_8), type, RunningDashboards.TOKEN),
        415,
        "application/json");
  }

  @Test
  void refusesAnEncodingThatItCannotRead() {
    assertProblem(
        dashboards.post(
            envelope("no").getBytes(UTF_8),
            JSON,
            RunningDashboards.TOKEN,
            "Content-Encoding",
            "br"),
        415,
        "gzip");
  }

  @Test
  void refusesWhatIsNoJsonAndSaysWhere() {
    assertProblem(dashboards.post("[{\"type\":\"s\"},\n oops]"), 400, "line 2, column");
    assertProblem(dashboards.post(""), 400, "empty");
  }

  @Test
  void refusesMoreDeliveriesThanItReadsAtOnceAndTakesThemLater() throws IOException {
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), dashboards.managementPort())) {
      slow.getOutputStream()
          .write(
              ("POST /ingest/auth0 HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                      + "Authorization: "
                      + RunningDashboards.TOKEN
                      + "\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n")
                  .getBytes(UTF_8));
      slow.getOutputStream().flush();
      // The server asks for the body once the delivery has its place.
      assertThat(new String(slow.getInputStream().readNBytes(12), UTF_8)).isEqualTo("HTTP/1.1 100");

      HttpResponse<String> answer = firstWith(503);

      assertProblem(answer, 503, "send it again");
      assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    }
    assertThat(firstWith(200).body()).contains("received");
  }

  @Test
  void countsOnTheScrapedPage() {
    dashboards.post("{\"log_id\":\"m-1\",\"type\":\"fdecc\"}");
    dashboards.post("{\"log_id\":\"m-2\",\"type\":\"never_heard_of\"}");

    assertThat(dashboards.get("/actuator/prometheus").body())
        .contains(
            "devicegate_auth0_events_total{outcome=\"cancelled\",stage=\"confirmation\",type=\"fdecc\"} 1.0",
            "devicegate_auth0_events_total{outcome=\"unknown\",stage=\"none\",type=\"never_heard_of\"} 1.0",
            "devicegate_auth0_unknown_events_total 1.0",
            "devicegate_ingest_received_events_total{source=\"auth0\"}",
            "devicegate_ingest_lag_seconds_bucket{segment=\"process\"",
            "devicegate_ingest_waiting_events 0.0",
            "devicegate_store_commit_seconds_count")
        .containsPattern("devicegate_source_silence_seconds\\{source=\"auth0\"} [0-9]")
        .containsPattern("devicegate_dead_letters [0-9]");
  }

  @Test
  void takesDecisionsOfThisProcess() {
    Subject subject = new Subject("sandbox-tv", "auth0|alice", null, null);
    String json = "{\"effect\":\"refuse\",\"reason\":\"test_reason\",\"protocol\":\"device\"}";

    assertThat(
            dashboards
                .bean(EventIntake.class)
                .offer(
                    List.of(
                        new Event(
                            Event.GATEWAY,
                            "decision-1",
                            "decision",
                            Instant.now(),
                            subject,
                            json))))
        .isTrue();

    assertThat(
            Stream.generate(() -> dashboards.get("/api/v1/events?source=gateway").body())
                .limit(500)
                .anyMatch(body -> body.contains("decision-1")))
        .isTrue();
    assertThat(dashboards.get("/actuator/prometheus").body())
        .contains(
            "devicegate_stored_decisions_events_total{outcome=\"failure\",reason=\"test_reason\"}");
  }

  @Test
  @Timeout(60)
  void deliversEventsLive() throws IOException, InterruptedException {
    HttpResponse<InputStream> stream =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(dashboards.uri("/api/v1/stream")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), UTF_8))) {
      assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("text/event-stream");
      assertThat(lines.readLine()).isNotNull();

      dashboards.post("{\"log_id\":\"live-1\",\"type\":\"sede\"}");

      assertThat(lines.lines().filter(line -> line.contains("live-1")).findFirst())
          .hasValueSatisfying(line -> assertThat(line).startsWith("data:").contains("exchange"));
    }
  }

  @Test
  void isHealthy() {
    assertThat(dashboards.get("/actuator/health").body())
        .contains("devicegateIntake", "\"waiting\":");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/ingest/auth0", "/", "/api/v1/funnel", "/actuator/prometheus"})
  void leavesTheApplicationsPortAlone(String path) {
    URI uri = URI.create("http://localhost:" + dashboards.serverPort() + path);

    assertThat(dashboards.send(HttpRequest.newBuilder(uri).build()).statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> firstWith(int status) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    HttpResponse<String> answer;
    do {
      answer = dashboards.post("[]");
    } while (answer.statusCode() != status && System.nanoTime() < end);
    assertThat(answer.statusCode()).isEqualTo(status);
    return answer;
  }

  private static void assertAcknowledged(
      HttpResponse<String> answer, int received, int stored, int duplicates, int rejected) {
    assertThat(answer.body())
        .contains(
            "\"received\":%d,\"stored\":%d,\"duplicates\":%d,\"rejected\":%d"
                .formatted(received, stored, duplicates, rejected));
    assertThat(answer.statusCode()).isEqualTo(200);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String detail) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.body()).contains(detail);
  }

  private static String envelope(String id) {
    return "{\"log_id\":\"%s\",\"data\":{\"log_id\":\"%s\",\"type\":\"sede\"}}".formatted(id, id);
  }
}
