package io.devicegate.gateway.access;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.gateway.telemetry.TelemetryName;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream.Request;
import io.devicegate.gateway.testing.TestGateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before it is routed, and what of a client's request never gets through. */
class EdgeIT {

  private static final List<String> FORGED_NAMES =
      List.of(
          "Forwarded",
          "X-Forwarded-For",
          "x_forwarded_for",
          "X-FORWARDED_Host",
          "X.Forwarded.Proto",
          "X-Forwarded-Prefix",
          "X-Real-IP",
          "X_Real_Ip",
          "X-Original-URL",
          "X-Rewrite-URL",
          "X-HTTP-Method-Override");

  private Harness harness;

  @BeforeEach
  void reset() {
    harness = Harness.shared();
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource({
    "/device/catalogue, /device/catalogue",
    "/device/a/, /device/a/",
    "/device/%7euser/%c3%a9, /device/~user/%C3%A9",
    "/device/%41dmin, /device/Admin",
    "/device/a%20b, /device/a%20b",
    "/device/a?q=%2F..;//&x=%c3, /device/a?q=%2F..;//&x=%c3",
    "http://gateway.test/device/things, /device/things",
  })
  @DisplayName("Regression 27: the path decided on is the path forwarded (CVE-2026-42274)")
  void decidesOnThePathThatTheUpstreamGets(String sent, String seen) {
    assertThat(device(sent).status()).isEqualTo(200);

    String path = seen.split("\\?", -1)[0];
    assertThat(harness.upstream.request().target()).isEqualTo(seen);
    assertThat(harness.nextRecord().path()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//device/x",
        "/device//x",
        "/open/../device/x",
        "/open/./x",
        "/open/%2e%2e/device/x",
        "/open/%2E./device/x",
        "/open%2fx",
        "/open%2Fx",
        "/open%252fx",
        "/open%5cx",
        "/open;a=b/x",
        "/open%3ba=b/x",
        "/open/;/x",
        "/open/x%00",
        "/open/x%0a",
        "/open/x.",
        "/open/x%20",
        "/open/%c0%afx",
        "/open/cafe%CC%81",
        "/open/x#/device",
        "/open/x%",
        "/open/x%zz",
        "/open/x?%zz",
        "*"
      })
  @DisplayName("Regression 27: paths with two readings (CVE-2026-74909)")
  void refusesAmbiguousPathOnEveryRoute(String target) {
    Answer answer = device(target);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(harness.upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /open//x, PATH_AMBIGUOUS, empty_segment",
    "GET /open/a;b, PATH_AMBIGUOUS, path_parameter",
    "GET http://evil.test/open/x, HOST_AMBIGUOUS, host",
    "TRACE /open/x, METHOD_REFUSED, method",
    "get /open/x, METHOD_REFUSED, method",
  })
  @DisplayName("Regression 30, 31: TRACE, lower-case methods, absolute form of another host")
  void refusalBeforeRoutingLeavesWhatEveryRefusalLeaves(
      String requestLine, Reason reason, String doubt) {
    double before = refusals(reason);
    Answer answer = RawHttp.send(harness.gateway.port(), requestLine, "User-Agent: tv/1.0");
    Map<String, Object> problem = assertRefused(answer, reason, harness.upstream);
    DecisionRecord decision = harness.nextRecord();

    assertThat(problem).containsEntry("doubt", doubt);
    assertThat(decision.decisionId()).isEqualTo(problem.get("decision_id"));
    assertThat(decision.route()).isEqualTo("not_routed");
    assertThat(decision.reason()).isEqualTo(reason.wireName());
    assertThat(decision.ip()).isEqualTo("127.0.0.1");
    assertThat(decision.userAgent()).isEqualTo("tv/1.0");
    SimpleSpan span =
        harness.gateway.bean(SimpleTracer.class).getSpans().stream()
            .filter(
                each -> decision.decisionId().equals(each.getTags().get("devicegate.decision.id")))
            .findFirst()
            .orElseThrow();
    assertThat(span.getTags())
        .containsEntry("devicegate.route", "not_routed")
        .containsEntry("devicegate.effect", "refuse")
        .containsEntry("devicegate.reason", reason.wireName());
    assertThat(decision.traceId()).isEqualTo(span.context().traceId());
    assertThat(refusals(reason)).isEqualTo(before + 1);
  }

  @Test
  void routeWithTheIdNoneIsNotTakenForNoRoute() {
    harness.gateway.get("/open/x");

    assertThat(harness.nextRecord().route()).isEqualTo("none");
  }

  @Test
  void refusedMethodIsToldWhichArePassedOn() {
    assertThat(RawHttp.send(harness.gateway.port(), "TRACE /open/x").header("Allow"))
        .contains("GET");
  }

  @Test
  @DisplayName("Regression 31: two Host headers")
  void refusesTwoHosts() {
    assertThat(harness.gateway.get("/open/x", "Host: other.test").status()).isEqualTo(400);
    assertThat(harness.upstream.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/open/x", "/device/x"})
  void refusesTokenInForm(String path) {
    Answer answer =
        RawHttp.post(
            harness.gateway.port(),
            path,
            "application/x-www-form-urlencoded",
            "a=b&access%5Ftoken=" + harness.issuer.tokens().device());

    assertRefused(answer, Reason.TOKEN_IN_FORM, harness.upstream);
    assertThat(harness.nextRecord().reason()).isEqualTo("token_in_form");
  }

  @Test
  void leavesFormsAloneWhereToldTo() {
    Map<String, Object> settings = TestGateway.settings(harness.issuer, harness.upstream);
    settings.put("devicegate.edge.refuse-form-tokens", "false");
    try (TestGateway gateway = TestGateway.start(settings)) {
      Answer answer =
          RawHttp.post(
              gateway.port(), "/open/x", "application/x-www-form-urlencoded", "access_token=a");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(harness.upstream.request().target()).isEqualTo("/open/x");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/open/x", "/device/x", "/token/x"})
  @DisplayName(
      "Regression 28, 30: forwarded headers in every spelling, method override (CVE-2026-47825)")
  void dropsWhatOnlyProxiesMaySay(String path) {
    String[] lines = forged("Authorization: Bearer " + harness.issuer.tokens().device());

    assertThat(harness.gateway.get(path, lines).status()).isEqualTo(200);
    assertNothingForged(harness.upstream.request());
    assertThat(harness.nextRecord().ip()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/open/events", "/device/events"})
  @DisplayName("Regression 28: identity headers on an event stream")
  void dropsForgedHeadersOfEventStreams(String path) {
    String[] lines =
        forged(
            "Accept: text/event-stream",
            "X_Device_Subject: forged",
            "x-device-decision: forged",
            "Authorization: Bearer " + harness.issuer.tokens().device());

    assertThat(harness.gateway.get(path, lines).status()).isEqualTo(200);
    assertNothingForged(harness.upstream.request());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/open/socket", "/device/socket"})
  @DisplayName("Regression 28: identity headers on a WebSocket upgrade")
  void dropsForgedHeadersOfWebSockets(String path) {
    String[] lines =
        forged(
            "Connection: Upgrade, X-Device-Subject, X-Device-Decision",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "X_Device_Subject: forged",
            "X-Device-Subject: forged",
            "x-device-decision: forged",
            "Authorization: Bearer " + harness.issuer.tokens().device());
    RawHttp.abandon(harness.gateway.port(), path, () -> harness.upstream.await(1), lines);
    Request seen = harness.upstream.request();

    assertNothingForged(seen);
    assertThat(seen.values("Upgrade")).containsExactly("websocket");
    assertThat(seen.values("X-Device-Decision")).containsExactly(harness.nextRecord().decisionId());
    assertThat(seen.values("X-Device-Subject")).hasSize(path.startsWith("/device") ? 1 : 0);
  }

  private Answer device(String target) {
    return harness.gateway.call(target, harness.issuer.tokens().device());
  }

  private static String[] forged(String... more) {
    List<String> lines = new ArrayList<>(List.of(more));
    FORGED_NAMES.forEach(name -> lines.add(name + ": forged=198.51.100.7"));
    lines.add("X-Forwarded-For: 198.51.100.7");
    return lines.toArray(String[]::new);
  }

  private static void assertNothingForged(Request seen) {
    assertThat(seen.toString()).doesNotContain("forged", "198.51.100.7");
    assertThat(seen.names())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).matches(".*(override|rewrite|real.ip)"));
  }

  private double refusals(Reason reason) {
    return harness
        .gateway
        .bean(SimpleMeterRegistry.class)
        .find(TelemetryName.DECISIONS.wireName())
        .tag(TelemetryName.ROUTE.wireName(), "not_routed")
        .tag(TelemetryName.REASON.wireName(), reason.wireName())
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }
}
