package io.devicegate.dashboards.collector;

import static io.devicegate.dashboards.FakeTenant.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.dashboards.FakeTenant;
import io.devicegate.dashboards.collector.Checkup.Check;
import io.devicegate.dashboards.collector.Checkup.Kind;
import io.devicegate.dashboards.collector.Checkup.Result;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.unit.DataSize;

/** What the doctor says about the settings of a tenant, which it asks over real HTTP. */
class TenantDoctorTest {

  private static final String SENT = "what-the-stream-sends";

  private final FakeTenant tenant = new FakeTenant();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @AfterEach
  void close() {
    tenant.close();
  }

  @Test
  void findsNothingWrongWithAStreamThatSendsAll() {
    streams(stream("active", "[]", "null"));

    Checkup found = look();
    assertThat(found.result()).isEqualTo(Result.OK);
    assertThat(found.checks()).extracting(Check::kind).containsExactlyInAnyOrder(Kind.values());
    assertThat(found.toString()).contains("'Devices'").doesNotContain(SENT);
    assertThat(registry.get("devicegate.doctor.checks").tags("check", "filters", "result", "ok"))
        .satisfies(gauge -> assertThat(gauge.gauge().value()).isEqualTo(1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth.token_exchange.success,auth.token_exchange.fail,user.fail | PROBLEM | fdeac (other)
          other,user.fail                | PROBLEM | fede, fertft (auth.token_exchange.fail); sede, sertft (auth.token_exchange.success)
          auth.token_exchange.success,auth.token_exchange.fail,other | PROBLEM | fdeaz, fdecc (user.fail)
          auth.token_exchange.success,auth.token_exchange.fail,other,user.fail,auth.login.success,auth.login.fail,system.notification | WARNING | sapi (management.success)
          auth.token_exchange.success,auth.token_exchange.fail,other,user.fail,auth.login.success,auth.login.fail,system.notification,management.success | OK | lets all codes through
          """)
  void namesTheCodesThatFiltersDrop(String categories, Result result, String named) {
    StringBuilder filters = new StringBuilder();
    for (String category : categories.split(",")) {
      filters
          .append(filters.length() == 0 ? "" : ",")
          .append("{\"type\":\"category\",\"name\":\"" + category + "\"}");
    }
    streams(stream("active", "[" + filters + "]", "null"));

    assertThat(only(look(), Kind.FILTERS).result()).isEqualTo(result);
    assertThat(only(look(), Kind.FILTERS).finding()).contains(named);
  }

  @ParameterizedTest
  @CsvSource({
    "paused, PROBLEM, is paused",
    "suspended, PROBLEM, suspended by Auth0",
    "resting, UNKNOWN, not known here"
  })
  void saysWhenTheTenantDoesNotDeliver(String status, Result result, String finding) {
    streams(stream(status, "[]", "null"));

    assertThat(only(look(), Kind.DELIVERY))
        .satisfies(check -> assertThat(check.result()).isEqualTo(result))
        .satisfies(check -> assertThat(check.finding()).contains(finding));
  }

  @Test
  void takesNoLineBreaksFromTheTenant() {
    streams(stream("paused", "[]", "null").replace("Devices", "a\\nERROR b"));

    assertThat(only(look(), Kind.DELIVERY).finding()).contains("'a ERROR b'");
  }

  @ParameterizedTest
  @CsvSource({"mask, WARNING", "hash, OK"})
  void saysWhenPeopleCannotBeToldApart(String method, Result result) {
    streams(
        stream(
            "active",
            "[]",
            "{\"method\":\"" + method + "\",\"log_fields\":[\"username\",\"address\"]}"));

    Check masking = only(look(), Kind.MASKING);
    assertThat(masking.result()).isEqualTo(result);
    assertThat(masking.finding()).contains("username").doesNotContain("address");
  }

  @Test
  void comparesTheAuthorizationWithoutShowingIt() {
    streams(stream("active", "[]", "null").replace(SENT, "other-words"));

    Check authorization = only(look(), Kind.AUTHORIZATION);
    assertThat(authorization.result()).isEqualTo(Result.PROBLEM);
    assertThat(authorization.toString()).doesNotContain("other-words").doesNotContain(SENT);
    assertThat(only(look(null, Clock.systemUTC(), false), Kind.AUTHORIZATION).finding())
        .contains("no token is set");
  }

  @Test
  void missesAStreamOnlyWhereTheLogIsNotPolled() {
    streams(stream("active", "[]", "null").replace("/ingest/auth0", "/elsewhere"));

    assertThat(only(look(), Kind.SOURCE).result()).isEqualTo(Result.PROBLEM);
    assertThat(only(look(SENT, Clock.systemUTC(), true), Kind.SOURCE).finding())
        .isEqualTo("No log stream comes here; the log is polled.");
  }

  @ParameterizedTest
  @CsvSource({"PT0S, OK, s", "PT10S, WARNING, ahead", "PT-10M, PROBLEM, behind"})
  void comparesTheClocks(Duration ahead, Result result, String word) {
    Checkup found = look(SENT, Clock.offset(Clock.systemUTC(), ahead), false);

    assertThat(only(found, Kind.CLOCK).result()).isEqualTo(result);
    assertThat(only(found, Kind.CLOCK).finding()).contains(word);
  }

  @Test
  void looksOnceAndKeepsNothingOfIt() throws InterruptedException {
    streams(stream("paused", "[]", "null"));

    try (TenantDoctor doctor = doctor(SENT, Clock.systemUTC(), false)) {
      Checkup before = doctor.latest();
      assertThat(doctor.look().result()).isEqualTo(Result.PROBLEM);
      assertThat(doctor.latest()).isEqualTo(before);
    }
  }

  @Test
  void saysWhatItNeedsToBeAbleToSayMore() {
    tenant.streams(answering(403, "{\"secret\":\"shown-by-mistake\"}"));
    assertThat(look().checks())
        .singleElement()
        .satisfies(check -> assertThat(check.result()).isEqualTo(Result.UNKNOWN))
        .satisfies(check -> assertThat(check.finding()).contains("read:log_streams"));

    for (String body : List.of("{\"httpAuthorization\":\"shown-by-mistake\"", "7", "{}", "")) {
      tenant.streams(answering(200, body));
      assertThat(look().result()).isEqualTo(Result.UNKNOWN);
      assertThat(look().toString()).doesNotContain("shown-by-mistake");
    }
  }

  private void streams(String... streams) {
    tenant.streams(answering(200, "[" + String.join(",", streams) + "]"));
  }

  private static String stream(String status, String filters, String pii) {
    return """
    {"id":"lst_1","name":"Devices","type":"http","status":"%s","filters":%s,"pii_config":%s,
     "sink":{"httpEndpoint":"https://dashboards.test/ingest/auth0?x=1","httpContentFormat":"JSONLINES",
             "httpAuthorization":"%s"}}"""
        .formatted(status, filters, pii, SENT);
  }

  private static Check only(Checkup found, Kind kind) {
    return found.checks().stream()
        .filter(check -> check.kind() == kind)
        .reduce(
            (one, another) -> {
              throw new AssertionError("two of " + kind);
            })
        .orElseThrow(() -> new AssertionError(found.toString()));
  }

  private Checkup look() {
    return look(SENT, Clock.systemUTC(), false);
  }

  private Checkup look(@Nullable String token, Clock clock, boolean polled) {
    try (TenantDoctor doctor = doctor(token, clock, polled)) {
      Checkup before = doctor.latest();
      doctor.start();
      await().atMost(Duration.ofSeconds(30)).until(() -> !doctor.latest().equals(before));
      return doctor.latest();
    }
  }

  private TenantDoctor doctor(@Nullable String token, Clock clock, boolean polled) {
    registry.clear();
    CollectorProperties properties =
        new CollectorProperties(
            new CollectorProperties.Webhook(token, DataSize.ofMegabytes(1), 1),
            new CollectorProperties.Poller(
                polled,
                tenant.url(),
                "reader",
                FakeTenant.SECRET,
                null,
                null,
                3,
                Duration.ofSeconds(1),
                Duration.ZERO,
                null,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1)),
            new CollectorProperties.Doctor(Duration.ofMinutes(15)),
            1_000,
            Duration.ofSeconds(20),
            Duration.ofMinutes(5));
    return new TenantDoctor(properties, new PipelineMetrics(registry), clock);
  }
}
