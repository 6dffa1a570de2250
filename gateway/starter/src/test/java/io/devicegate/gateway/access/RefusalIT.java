package io.devicegate.gateway.access;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.util.Base64URL;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.TestTokens;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every refusal of a bad token, through a running gateway; the upstream sees none of them. */
class RefusalIT {

  private Harness harness;
  private TestTokens tokens;

  @BeforeEach
  void reset() {
    harness = Harness.shared();
    tokens = harness.issuer.tokens();
  }

  @Test
  void refusesRequestWithoutToken() {
    assertRefused(harness.gateway.get("/device/x"), Reason.TOKEN_MISSING, harness.upstream);
  }

  @Test
  void refusesRouteWithoutRequirementAsIfItWereDevice() {
    assertRefused(harness.gateway.get("/default/x"), Reason.TOKEN_MISSING, harness.upstream);
    refuses(tokens.machine(), "/default/x", Reason.NOT_DEVICE_FLOW);
  }

  @Test
  void refusesOtherScheme() {
    Answer answer = harness.gateway.get("/device/x", "Authorization: Basic YWxpY2U6c2FuZGJveA==");

    assertRefused(answer, Reason.TOKEN_SCHEME_UNSUPPORTED, harness.upstream);
  }

  @Test
  void refusesGarbage() {
    refuses("garbage", Reason.TOKEN_MALFORMED);
    refuses("a.b.c", Reason.TOKEN_MALFORMED);
    refuses("e30.e30.", Reason.TOKEN_MALFORMED);
    refuses("e30.e30.AAAA", Reason.ALGORITHM_REFUSED);
    refuses("\u00ff\u00fe.x.y", Reason.TOKEN_MALFORMED);
    refuses("bm8.anNvbg.aGVyZQ", Reason.TOKEN_MALFORMED);
  }

  @Test
  void refusesExpiredToken() {
    refuses(tokens.expired(), Reason.TOKEN_EXPIRED);
  }

  @Test
  void refusesTokenForAnotherAudience() {
    refuses(tokens.with(claims -> claims.audience("https://other.test")), Reason.AUDIENCE_WRONG);
    refuses(
        tokens.with(claims -> claims.audience(TestTokens.AUDIENCE + "/")), Reason.AUDIENCE_WRONG);
    refuses(tokens.with(claims -> claims.audience(List.of())), Reason.CLAIMS_INVALID);
  }

  @Test
  void refusesTokenOfAnotherIssuer() {
    String withoutSlash = harness.issuer.issuer().replaceAll("/$", "");

    refuses(tokens.with(claims -> claims.issuer("https://evil.test/")), Reason.ISSUER_UNKNOWN);
    refuses(tokens.with(claims -> claims.issuer(withoutSlash)), Reason.ISSUER_UNKNOWN);
    refuses(tokens.with(claims -> claims.issuer(null)), Reason.CLAIMS_INVALID);
  }

  @Test
  void refusesTokenSignedByUnknownKey() {
    String token = tokens.signed(TestTokens.key("other-key"), JOSEObjectType.JWT, claims -> {});

    refuses(token, Reason.KEY_UNKNOWN);
  }

  @Test
  void refusesTokenSignedByAnotherKeyUnderTheSameId() {
    refuses(
        tokens.signed(TestTokens.FOREIGN_KEY, JOSEObjectType.JWT, claims -> {}),
        Reason.SIGNATURE_INVALID);
  }

  @Test
  void refusesChangedClaims() {
    String[] parts = tokens.device().split("\\.", -1);
    String claims = new Base64URL(parts[1]).decodeToString().replace("alice", "mallory");

    refuses(parts[0] + "." + Base64URL.encode(claims) + "." + parts[2], Reason.SIGNATURE_INVALID);
  }

  @Test
  void refusesTokenNotYetValid() {
    Date later = Date.from(Instant.now().plusSeconds(3_000));

    refuses(tokens.with(claims -> claims.notBeforeTime(later)), Reason.TOKEN_NOT_YET_VALID);
    refuses(tokens.with(claims -> claims.issueTime(later)), Reason.TOKEN_NOT_YET_VALID);
  }

  @Test
  void refusesTokenWithoutEndOrWithAnEndlessOne() {
    refuses(tokens.with(claims -> claims.expirationTime(null)), Reason.CLAIMS_INVALID);
    refuses(tokens.with(claims -> claims.claim("exp", 99_999_999_999_999L)), Reason.CLAIMS_INVALID);
    refuses(tokens.with(claims -> claims.claim("exp", 253_402_300_000L)), Reason.LIFETIME_TOO_LONG);
  }

  @Test
  void refusesTokenWithoutUsableSubject() {
    refuses(tokens.with(claims -> claims.subject(null)), Reason.CLAIMS_INVALID);
    refuses(tokens.with(claims -> claims.subject("x".repeat(256))), Reason.CLAIMS_INVALID);
  }

  @Test
  void refusesValidTokenThatIsNotFromTheDeviceFlow() {
    Map<String, Object> problem = refuses(tokens.machine(), Reason.NOT_DEVICE_FLOW);

    assertThat(problem.get("detail"))
        .isEqualTo("The token was issued by another grant than the device flow.");
  }

  @Test
  void refusesValidTokenOfUnknownProtocol() {
    refuses(tokens.ofUnknownProtocol(), Reason.PROTOCOL_UNKNOWN);
  }

  @Test
  void refusesTooLargeTokenBeforeReadingIt() {
    String token = tokens.with(claims -> claims.claim("long", "x".repeat(6_200)));

    assertThat(token).hasSizeGreaterThan(8_192);
    Answer answer =
        RawHttp.send(harness.gateway.port(), "GET /device/x", "Authorization: Bearer " + token);
    assertRefused(answer, Reason.TOKEN_TOO_LARGE, harness.upstream);
  }

  @Test
  void refusesWithoutAskingTheIssuerWhenTheTokenItselfSaysNo() {
    long before = harness.issuer.count(FakeIssuer.JWKS);

    refuses(tokens.expired(), Reason.TOKEN_EXPIRED);
    refuses(tokens.unsigned(), Reason.TOKEN_MALFORMED);
    assertThat(harness.issuer.count(FakeIssuer.JWKS)).isEqualTo(before);
  }

  @Test
  @DisplayName("Regression 30: HEAD without a token")
  void answersHeadWithoutBody() {
    Answer answer = RawHttp.send(harness.gateway.port(), "HEAD /device/x");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate"))
        .startsWith("Bearer realm=\"devicegate\", resource_metadata=\"");
    assertThat(answer.body()).isEmpty();
    assertThat(harness.upstream.requests()).isEmpty();
  }

  @Test
  void refusesWebSocketUpgrade() {
    Answer answer =
        harness.gateway.get(
            "/device/socket",
            "Connection: Upgrade",
            "Upgrade: websocket",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");

    assertRefused(answer, Reason.TOKEN_MISSING, harness.upstream);
  }

  @Test
  void refusesEventStream() {
    Answer answer = harness.gateway.get("/device/events", "Accept: text/event-stream");

    assertRefused(answer, Reason.TOKEN_MISSING, harness.upstream);
  }

  @Test
  @DisplayName("Regression 33: quotes in the issuer do not come back")
  void neverRepeatsWhatTheTokenSays() {
    String token = tokens.with(claims -> claims.issuer("https://evil\"\\.test/"));
    Answer answer = harness.gateway.call("/device/x", token);

    assertThat(answer.toString()).doesNotContain("evil").doesNotContain(token);
  }

  private Map<String, Object> refuses(String token, Reason reason) {
    return refuses(token, "/device/x", reason);
  }

  private Map<String, Object> refuses(String token, String path, Reason reason) {
    Answer answer = harness.gateway.call(path, token);
    assertThat(answer.toString()).doesNotContain(token);
    return assertRefused(answer, reason, harness.upstream);
  }
}
