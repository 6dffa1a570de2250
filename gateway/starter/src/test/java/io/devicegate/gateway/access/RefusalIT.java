package io.devicegate.gateway.access;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.Harness;
import io.devicegate.gateway.testing.RawHttp;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.TestTokens;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
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
  void refusesUnsignedToken() {
    refuses(tokens.unsigned(), Reason.TOKEN_MALFORMED);
    refuses(tokens.unsigned() + "AAAA", Reason.ALGORITHM_REFUSED);
  }

  @Test
  void refusesAlgNoneInEverySpelling() {
    String payload = tokens.device().split("\\.", -1)[1];

    for (String algorithm : List.of("None", "NONE", "nOnE", "", "RS256 ", "rs256")) {
      String header = Base64URL.encode("{\"alg\":\"" + algorithm + "\"}").toString();
      refuses(header + "." + payload + ".AAAA", Reason.ALGORITHM_REFUSED);
    }
  }

  @Test
  void refusesHmacWithThePublicKey() {
    refuses(tokens.hmacWithPublicKey(), Reason.ALGORITHM_REFUSED);
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
  void refusesKeyThatTheTokenBringsAlong() {
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("key-1")
            .jwk(TestTokens.FOREIGN_KEY.toPublicJWK())
            .jwkURL(URI.create(harness.issuer.issuer() + "evil"));

    refuses(tokens.signed(TestTokens.FOREIGN_KEY, header, claims -> {}), Reason.TOKEN_TYPE_REFUSED);
    assertThat(harness.issuer.count("/evil")).isZero();
  }

  @Test
  void refusesCriticalExtension() {
    JWSHeader.Builder header =
        new JWSHeader.Builder(JWSAlgorithm.RS256)
            .keyID("key-1")
            .customParam("ext", true)
            .criticalParams(Set.of("ext"));

    refuses(tokens.signed(TestTokens.KEY, header, claims -> {}), Reason.TOKEN_TYPE_REFUSED);
  }

  @Test
  void refusesOtherTypes() {
    for (String type : List.of("id+jwt", "logout+jwt", "dpop+jwt")) {
      refuses(
          tokens.signed(TestTokens.KEY, new JOSEObjectType(type), claims -> {}),
          Reason.TOKEN_TYPE_REFUSED);
    }
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
  void refusesTwoAuthorizationHeaders() {
    String header = "Authorization: Bearer " + tokens.device();

    assertRefused(
        harness.gateway.get("/device/x", header, header), Reason.TOKEN_REPEATED, harness.upstream);
  }

  @Test
  void refusesSeveralTokensInOneHeader() {
    refuses(tokens.device() + ", Bearer " + tokens.device(), Reason.TOKEN_REPEATED);
  }

  @Test
  void refusesTokenInQueryAlsoBesideOneInTheHeader() {
    String path = "/device/x?access_token=" + tokens.device();

    assertRefused(harness.gateway.get(path), Reason.TOKEN_IN_QUERY, harness.upstream);
    assertRefused(
        harness.gateway.call(path, tokens.device()), Reason.TOKEN_IN_QUERY, harness.upstream);
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
  void refusesEveryOtherSpellingOfValidToken() {
    String token = tokens.device();
    char last = token.charAt(token.length() - 1);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char sibling = alphabet.charAt(alphabet.indexOf(last) ^ 1);

    refuses(token + "=", Reason.TOKEN_MALFORMED);
    refuses(token + "~", Reason.TOKEN_MALFORMED);
    refuses(token.substring(0, token.length() - 1) + sibling, Reason.TOKEN_MALFORMED);
    refuses(token.replaceFirst("\\.", "=."), Reason.TOKEN_MALFORMED);
    assertThat(harness.gateway.call("/device/x", token).status()).isEqualTo(200);
  }

  @Test
  void refusesWithoutAskingTheIssuerWhenTheTokenItselfSaysNo() {
    long before = harness.issuer.count(FakeIssuer.JWKS);

    refuses(tokens.expired(), Reason.TOKEN_EXPIRED);
    refuses(tokens.unsigned(), Reason.TOKEN_MALFORMED);
    assertThat(harness.issuer.count(FakeIssuer.JWKS)).isEqualTo(before);
  }

  @Test
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
  void refusesHostileJson() {
    String header = Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"key-1\"}").toString();
    String issuer = "\"iss\":\"" + harness.issuer.issuer() + "\"";

    for (String claims :
        List.of(
            "{" + issuer + "," + issuer + "}",
            "{" + issuer + ",\"a\":" + "[".repeat(2_500) + "]".repeat(2_500) + "}",
            "{" + issuer + "} trailing",
            "[{}]",
            "null")) {
      refuses(header + "." + Base64URL.encode(claims) + ".AAAA", Reason.TOKEN_MALFORMED);
    }
  }

  @Test
  void refusesTimesThatAreNoTimes() {
    String header = Base64URL.encode("{\"alg\":\"RS256\",\"kid\":\"key-1\"}").toString();
    String start =
        "{\"iss\":\"" + harness.issuer.issuer() + "\",\"aud\":\"" + TestTokens.AUDIENCE + "\",";

    for (String exp : List.of("1e400", "\"2000000000\"", "-1", "[]", "99999999999999999999")) {
      String claims = start + "\"iat\":1,\"exp\":" + exp + "}";
      Answer answer =
          harness.gateway.call("/device/x", header + "." + Base64URL.encode(claims) + ".AAAA");
      assertThat(answer.status()).as(exp).isEqualTo(401);
    }
    assertThat(harness.upstream.requests()).isEmpty();
  }

  @Test
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
