package io.devicegate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream.Request;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What gets through, and how it looks to the upstream. */
class AccessIT {

  private Harness harness;
  private TestTokens tokens;

  @BeforeEach
  void reset() {
    harness = Harness.shared();
    tokens = harness.issuer.tokens();
  }

  @Test
  void letsDeviceTokenThroughWithIdentity() {
    assertThat(harness.gateway.call("/device/x", tokens.device()).status()).isEqualTo(200);

    Request seen = harness.upstream.request();
    assertThat(seen.values("X-Device-Subject")).containsExactly(TestTokens.SUBJECT);
    assertThat(seen.values("X-Device-Client")).containsExactly(TestTokens.DEVICE_CLIENT);
    assertThat(seen.values("X-Device-Scope")).containsExactly("read:catalogue write:purchases");
    assertThat(seen.values("X-Device-Protocol")).containsExactly("oauth2-device-code");
    assertThat(seen.values("X-Device-Decision")).containsExactly(harness.nextRecord().decisionId());
  }

  @Test
  void letsDeviceTokenOfRfc9068Through() {
    assertThat(harness.gateway.call("/device/x", tokens.accessTokenProfile()).status())
        .isEqualTo(200);
    assertThat(harness.upstream.request().values("X-Device-Client"))
        .containsExactly(TestTokens.DEVICE_CLIENT);
  }

  @Test
  void letsTokenOfOtherClientThroughByItsStamp() {
    String token =
        tokens.with(
            claims ->
                claims.claim("azp", "any").claim(TestTokens.PROTOCOL_CLAIM, "oauth2-device-code"));

    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
  }

  @Test
  void takesSchemeInAnyCase() {
    Answer answer = harness.gateway.get("/device/x", "Authorization: bEaReR " + tokens.device());

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void letsAnyValidTokenThroughWhereTokenIsEnough() {
    assertThat(harness.gateway.call("/token/x", tokens.machine()).status()).isEqualTo(200);

    assertThat(harness.upstream.request().values("X-Device-Protocol"))
        .containsExactly("client-credentials");
    assertThat(harness.gateway.call("/token/x", tokens.expired()).status()).isEqualTo(401);
  }

  @Test
  void letsEverythingThroughWhereNothingIsRequired() {
    assertThat(harness.gateway.get("/open/x").status()).isEqualTo(200);

    assertThat(harness.upstream.request().values("X-Device-Subject")).isEmpty();
  }

  @Test
  @DisplayName("Regression 28: identity headers in every spelling, on every route (CVE-2026-44087)")
  void dropsIdentityThatTheClientMadeUp() {
    List<String> spellings =
        List.of(
            "X-Device-Subject",
            "x-device-subject",
            "X_Device_Subject",
            "X-DEVICE_subject",
            "X.Device.Subject",
            "X-Device-Client",
            "X_DEVICE_CLIENT",
            "X-Device-Scope",
            "X-Device-Protocol",
            "x_device-decision");
    String[] forged = spellings.stream().map(name -> name + ": forged").toArray(String[]::new);
    String[] withToken = Arrays.copyOf(forged, forged.length + 1);
    withToken[forged.length] = "Authorization: Bearer " + tokens.device();

    for (String path : List.of("/open/x", "/token/x", "/device/x", "/default/x")) {
      harness.upstream.reset();
      assertThat(harness.gateway.get(path, withToken).status()).isEqualTo(200);
      assertThat(harness.upstream.request().toString()).doesNotContain("forged");
    }
    assertThat(harness.upstream.request().values("X-Device-Subject"))
        .containsExactly(TestTokens.SUBJECT);
  }

  @Test
  void keepsOtherHeadersThatBeginLikeOurs() {
    harness.gateway.get("/open/x", "X-Device-Model: tv-3000", "X-Devices: 2");

    assertThat(harness.upstream.request().values("X-Device-Model")).containsExactly("tv-3000");
    assertThat(harness.upstream.request().values("X-Devices")).containsExactly("2");
  }

  @Test
  @DisplayName("Regression 29: Connection naming each identity header (CVE-2025-48865)")
  void connectionHeaderCannotDeleteIdentity() {
    harness.gateway.get(
        "/device/x",
        "Authorization: Bearer " + tokens.device(),
        "Connection: close, X-Device-Subject, X-Device-Client, X-Device-Scope, X-Device-Protocol,"
            + " X-Device-Decision");

    assertThat(harness.upstream.request().names())
        .contains(
            "X-Device-Subject",
            "X-Device-Client",
            "X-Device-Scope",
            "X-Device-Protocol",
            "X-Device-Decision");
  }

  @Test
  @DisplayName("Regression 28: line breaks in a claim that becomes a header")
  void identityCannotBreakOutOfItsHeader() {
    String token = tokens.with(claims -> claims.subject("auth0|é\r\nX-Admin: yes 100%"));

    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
    assertThat(harness.upstream.request().values("X-Device-Subject"))
        .containsExactly("auth0|%C3%A9%0D%0AX-Admin:%20yes%20100%25");
    assertThat(harness.upstream.request().values("X-Admin")).isEmpty();
  }

  @Test
  void verifiesTokenOnceHoweverOftenItComes() {
    String token = tokens.device();
    harness.gateway.call("/device/x", token);
    harness.issuer.answer(FakeIssuer.JWKS, 500, "");

    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
    assertThat(harness.upstream.requests()).hasSize(2);
  }

  @Test
  @DisplayName("Regression 30: a CORS preflight reaches no upstream")
  void answersPreflightWithoutToken() {
    Answer answer =
        RawHttp.send(
            harness.gateway.port(),
            "OPTIONS /device/x",
            "Origin: " + TestGateway.ALLOWED_ORIGIN,
            "Access-Control-Request-Method: GET",
            "Access-Control-Request-Headers: authorization");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestGateway.ALLOWED_ORIGIN);
    assertThat(answer.header("Access-Control-Allow-Headers")).isEqualTo("authorization");
    assertThat(harness.upstream.requests()).isEmpty();
  }

  @Test
  @DisplayName("Regression 30: OPTIONS that is no preflight needs a token")
  void checksOptionsThatIsNoPreflight() {
    Answer answer = RawHttp.send(harness.gateway.port(), "OPTIONS /device/x");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(harness.upstream.requests()).isEmpty();
  }

  @Test
  void refusalTellsThePageOfAnotherOriginWhy() {
    Answer answer = harness.gateway.get("/device/x", "Origin: " + TestGateway.ALLOWED_ORIGIN);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(TestGateway.ALLOWED_ORIGIN);
  }
}
