package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.devicegate.gateway.testing.EcdsaNumbers;
import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.token.KeyServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class TokenVerifierIT {

  private static final TestKey RSA = TestKey.rsa("rsa");
  private static final TestKey P256 = TestKey.of("p256", KeyFamily.P256);
  private static final TestKey ED25519 = TestKey.of("ed", KeyFamily.ED25519);
  private static final String SPELLING =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private final MovableClock clock = new MovableClock();
  private final KeyServer server = new KeyServer();
  private final TokenCache cache =
      new TokenCache(TokenCacheSettings.DEFAULTS, clock, clock.ticker());
  private final JwksSource keys = source();
  private final TokenVerifier verifier = verifier(policy("default"));

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(KeyFamily.class)
  void verifiesATokenOfEveryKindOfKey(KeyFamily family) {
    TestKey key = TestKey.of("k", family);
    server.publish(key);

    TokenVerdict verdict = verify(TestToken.by(key).signed());

    VerifiedJwt token = ((TokenVerdict.Verified) verdict).token();
    assertThat(token.jwt().getSubject()).isEqualTo("auth0|alice");
    assertThat(token.jwt().getAudience()).contains(TestToken.AUDIENCE);
    assertThat(token.jwt().getIssuer()).hasToString(TestToken.ISSUER);
    assertThat(token.jwt().getExpiresAt()).isEqualTo(MovableClock.START.plusSeconds(3_600));
    assertThat(token.jwt().getIssuedAt()).isEqualTo(MovableClock.START);
    assertThat(token.jwt().getHeaders()).containsEntry("kid", "k");
  }

  @Test
  void verifiesATokenOnce() {
    server.publish(RSA);
    String token = TestToken.by(RSA).signed();

    VerifiedJwt first = verified(token);

    assertThat(verified(String.join(".", token.split("\\.")))).isSameAs(first);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("claimsOfOthers")
  void refusesByItsClaimsWithoutAskingTheIssuer(String name, TestToken token, TokenRefusal reason) {
    assertThat(verify(token.signed())).isEqualTo(new TokenVerdict.Refused(reason));
    assertThat(server.fetches()).isZero();
  }

  static Stream<Arguments> claimsOfOthers() {
    TestToken good = TestToken.by(RSA);
    String issuer = "\"iss\":\"https://tenant.test/\"";
    String audience = "\"aud\":[\"https://api.test\",\"https://tenant.test/userinfo\"]";
    TokenRefusal wrongIssuer = TokenRefusal.ISSUER_NOT_ALLOWED;
    TokenRefusal wrongAudience = TokenRefusal.AUDIENCE_NOT_ALLOWED;
    return Stream.of(
        arguments(
            "iss without slash",
            good.replacingInClaims(issuer, "\"iss\":\"https://tenant.test\""),
            wrongIssuer),
        arguments(
            "iss in another case",
            good.replacingInClaims(issuer, "\"iss\":\"https://Tenant.test/\""),
            wrongIssuer),
        arguments(
            "iss by http",
            good.replacingInClaims(issuer, "\"iss\":\"http://tenant.test/\""),
            wrongIssuer),
        arguments(
            "iss with a user",
            good.replacingInClaims(issuer, "\"iss\":\"https://tenant.test/@evil.test\""),
            wrongIssuer),
        arguments(
            "iss with a Cyrillic letter",
            good.replacingInClaims(issuer, "\"iss\":\"https://t\u0435nant.test/\""),
            wrongIssuer),
        arguments(
            "iss with a space",
            good.replacingInClaims(issuer, "\"iss\":\"https://tenant.test/ \""),
            wrongIssuer),
        arguments("iss empty", good.replacingInClaims(issuer, "\"iss\":\"\""), wrongIssuer),
        arguments(
            "aud of another API",
            good.replacingInClaims(audience, "\"aud\":\"https://other.test\""),
            wrongAudience),
        arguments(
            "aud only userinfo",
            good.replacingInClaims(audience, "\"aud\":[\"https://tenant.test/userinfo\"]"),
            wrongAudience),
        arguments(
            "aud with a slash",
            good.replacingInClaims(audience, "\"aud\":\"https://api.test/\""),
            wrongAudience),
        arguments(
            "aud of a client: an ID token",
            good.replacingInClaims(audience, "\"aud\":\"tv\""),
            wrongAudience),
        arguments(
            "aud with several in one string",
            good.replacingInClaims(audience, "\"aud\":\"https://api.test https://b.test\""),
            wrongAudience),
        arguments(
            "exp a minute ago",
            good.withClaims(TestToken.claims(TestToken.ISSUER, TestToken.NOW - 60, ""))
                .replacingInClaims("\"iat\":" + TestToken.NOW, "\"iat\":1"),
            TokenRefusal.TOKEN_EXPIRED),
        arguments(
            "exp zero",
            good.withClaims(
                "{\"iss\":\"https://tenant.test/\",\"aud\":\"https://api.test\",\"exp\":0}"),
            TokenRefusal.TOKEN_EXPIRED),
        arguments(
            "nbf in two minutes",
            good.withClaimMembers(",\"nbf\":" + (TestToken.NOW + 120)),
            TokenRefusal.TOKEN_NOT_YET_VALID),
        arguments(
            "iat in two minutes",
            good.replacingInClaims("\"iat\":" + TestToken.NOW, "\"iat\":" + (TestToken.NOW + 120)),
            TokenRefusal.TOKEN_NOT_YET_VALID));
  }

  @Test
  void allowsForAMinuteOfClockSkew() {
    server.publish(RSA);
    TestToken token = TestToken.by(RSA);
    String early =
        token
            .replacingInClaims("\"iat\":" + TestToken.NOW, "\"iat\":" + (TestToken.NOW + 60))
            .withClaimMembers(",\"nbf\":" + (TestToken.NOW + 60))
            .signed();
    assertThat(verify(early)).isInstanceOf(TokenVerdict.Verified.class);

    clock.advance(Duration.ofSeconds(3_659));
    assertThat(verify(token.signed())).isInstanceOf(TokenVerdict.Verified.class);
    clock.advance(Duration.ofSeconds(1));
    assertThat(verify(token.signed()))
        .isEqualTo(new TokenVerdict.Refused(TokenRefusal.TOKEN_EXPIRED));
  }

  @Test
  void refusesALifetimeBeyondTheLimitOrUnknown() {
    server.publish(RSA);
    TokenVerifier strict = verifier(policy("strict", Duration.ofMinutes(30), false));
    TestToken token = TestToken.by(RSA);
    String unknown =
        token.replacingInClaims("\"iat\":" + TestToken.NOW, "\"iat_\":" + TestToken.NOW).signed();

    for (String each : List.of(token.signed(), unknown)) {
      assertThat(strict.verify(each).join())
          .isEqualTo(new TokenVerdict.Refused(TokenRefusal.TOKEN_LIFETIME_TOO_LONG));
    }
  }

  @Test
  void verifiesNoTokenWithOneBitChanged() {
    server.publish(RSA, P256, ED25519);
    for (TestKey key : List.of(RSA, P256, ED25519)) {
      String token = TestToken.by(key).signed();
      verified(token);
      for (int at = 0; at < token.length(); at++) {
        for (int bit = 0; bit < 8; bit++) {
          String changed = replace(token, at, (char) (token.charAt(at) ^ (1 << bit)));
          assertThat(verify(changed)).as(changed).isInstanceOf(TokenVerdict.Refused.class);
        }
      }
      assertThat(verify(token)).isInstanceOf(TokenVerdict.Verified.class);
    }
    assertThat(cache.size()).isEqualTo(3);
  }

  @Test
  void verifiesNoTokenInAnotherSpelling() {
    server.publish(RSA, P256, ED25519);
    for (TestKey key : List.of(RSA, P256, ED25519)) {
      String token = TestToken.by(key).signed();
      verified(token);
      assertThat(respellings(token))
          .hasSizeGreaterThan(200)
          .allSatisfy(each -> assertThat(verify(each)).isInstanceOf(TokenVerdict.Refused.class));
    }
    cache.cleanUp();
    assertThat(cache.size()).isEqualTo(3);
    assertThat(cache.refusedSize()).isZero();
  }

  /** Texts that a lenient decoder takes for the same token. */
  private static List<String> respellings(String token) {
    List<String> all = new ArrayList<>();
    String[] part = token.split("\\.");
    for (String extra : List.of("=", "==", "~", " ", "\n", "\t", "\r\n", "\0", "+", "/", ".")) {
      all.add(token + extra);
      all.add(extra + token);
      all.add(part[0] + extra + "." + part[1] + "." + part[2]);
      all.add(part[0] + "." + part[1] + extra + "." + part[2]);
    }
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      int at = random.nextInt(token.length());
      all.add(token.substring(0, at) + " \n\r\t=~%\u00a0".charAt(i % 8) + token.substring(at));
    }
    all.addAll(otherLastCharacters(part[0], "", "." + part[1] + "." + part[2]));
    all.addAll(otherLastCharacters(part[1], part[0] + ".", "." + part[2]));
    all.addAll(otherLastCharacters(part[2], part[0] + "." + part[1] + ".", ""));
    return all;
  }

  /** The same bytes with other values in the bits that the last character does not use. */
  private static List<String> otherLastCharacters(String segment, String before, String after) {
    int unused = segment.length() % 4 == 2 ? 4 : segment.length() % 4 == 3 ? 2 : 0;
    int last = SPELLING.indexOf(segment.charAt(segment.length() - 1));
    String start = before + segment.substring(0, segment.length() - 1);
    return IntStream.range(1, 1 << unused)
        .mapToObj(bits -> start + SPELLING.charAt(last | bits) + after)
        .toList();
  }

  @Test
  void refusesTheMirroredSignatureOfAnEs256Token() {
    server.publish(P256);
    TestToken token = TestToken.by(P256);
    byte[] signature = P256.sign(JwsAlgorithm.ES256, token.signedPart());
    String mirrored =
        token.signedPart() + "." + TestToken.base64(EcdsaNumbers.of(signature).mirrored().bytes());

    assertThat(verify(token.signedPart() + "." + TestToken.base64(signature)))
        .isInstanceOf(TokenVerdict.Verified.class);
    assertThat(verify(mirrored))
        .isEqualTo(new TokenVerdict.Refused(TokenRefusal.SIGNATURE_MALFORMED));
  }

  @Test
  void asksForNoKeyThatATokenBrings() {
    server.publish(RSA);
    KeyServer evil = new KeyServer();
    try (evil) {
      TestKey own = TestKey.rsa("rsa");
      evil.publish(own);
      String jku = ",\"jku\":\"" + evil.uri(KeyServer.KEYS) + "\"";
      String x5u = ",\"x5u\":\"" + evil.uri(KeyServer.KEYS) + "\"";
      String jwk = ",\"jwk\":" + own.jwk();
      for (String member : List.of(jku, x5u, jwk)) {
        assertThat(verify(TestToken.by(own).withHeaderMembers(member).signed()))
            .isEqualTo(new TokenVerdict.Refused(TokenRefusal.HEADER_NOT_ALLOWED));
      }
      assertThat(evil.fetches()).isZero();
    }
  }

  @Test
  void refusesKeyIdsThatAreMeantForSomethingElse() {
    server.publish(RSA);
    verified(TestToken.by(RSA).signed());
    for (String id : List.of("../../dev/null", "/dev/null", "' OR '1'='1", "${jndi:ldap://x}")) {
      String token = TestToken.by(RSA.withId(id)).signed();

      assertThat(verify(token)).isEqualTo(new TokenVerdict.Refused(TokenRefusal.KEY_UNKNOWN));
    }
  }

  @Test
  void keepsIssuersWithTheSameKeyIdApart() {
    server.publish(RSA);
    TestKey sameId = TestKey.rsa("rsa");

    assertThat(verify(TestToken.by(sameId).signed()))
        .isEqualTo(new TokenVerdict.Refused(TokenRefusal.SIGNATURE_INVALID));
  }

  @Test
  void doesNotLetOnePolicyUseWhatAnotherVerified() {
    server.publish(RSA);
    String token = TestToken.by(RSA).signed();
    verified(token);
    TokenPolicy other = TokenPolicy.of("other", TestToken.ISSUER, "https://other.test");

    assertThat(verifier(other).verify(token).join())
        .isEqualTo(new TokenVerdict.Refused(TokenRefusal.AUDIENCE_NOT_ALLOWED));
  }

  @Test
  void cannotCheckWhileTheIssuerIsDownFromTheStart() {
    server.answer(KeyServer.KEYS, Answer.status(500));

    assertThat(verify(TestToken.by(RSA).signed()))
        .isEqualTo(new TokenVerdict.Unavailable(Duration.ofSeconds(1)));
  }

  @Test
  void stopsUsingWhatItVerifiedWhenTheKeysExpire() {
    server.publish(RSA);
    String token = longLived();
    verified(token);
    server.answer(KeyServer.KEYS, Answer.status(500));

    clock.advance(Duration.ofMinutes(59));
    assertThat(verify(token)).isInstanceOf(TokenVerdict.Verified.class);
    clock.advance(Duration.ofMinutes(1));
    assertThat(verify(token)).isInstanceOf(TokenVerdict.Unavailable.class);
  }

  @Test
  void stopsUsingWhatARemovedKeyVerified() {
    TestKey next = TestKey.rsa("next");
    server.publish(RSA);
    String token = longLived();
    verified(token);

    server.publish(next);
    verified(TestToken.by(next).signed());

    assertThat(verify(token)).isEqualTo(new TokenVerdict.Refused(TokenRefusal.KEY_UNKNOWN));
    assertThat(cache.size()).isOne();
  }

  @Test
  void refusesNoValidTokenWhileKeysRotateUnderLoad() {
    TestKey next = TestKey.rsa("next");
    server.publish(RSA);
    String old = longLived();
    String young = TestToken.by(next).signed();
    verified(old);
    server.publish(RSA, next);

    List<CompletableFuture<TokenVerdict>> verdicts =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(i -> verifier.verify(i % 2 == 0 ? old : young))
            .toList();

    assertThat(verdicts)
        .allSatisfy(each -> assertThat(each.join()).isInstanceOf(TokenVerdict.Verified.class));
    assertThat(server.fetches()).isEqualTo(2);
  }

  @Test
  void remembersABadSignatureOnlyForAsLongAsItsKey() {
    server.publish(RSA);
    TestKey renewed = TestKey.rsa("rsa");
    String token = TestToken.by(renewed).signed();
    TokenVerdict bad = new TokenVerdict.Refused(TokenRefusal.SIGNATURE_INVALID);
    assertThat(verify(token)).isEqualTo(bad);
    assertThat(verify(token)).isEqualTo(bad);
    assertThat(cache.refusedSize()).isOne();

    server.publish(renewed);
    verify(TestToken.by(RSA.withId("unknown")).signed());

    assertThat(verify(token)).isInstanceOf(TokenVerdict.Verified.class);
  }

  private String longLived() {
    return TestToken.by(RSA)
        .withClaims(TestToken.claims(TestToken.ISSUER, TestToken.NOW + 86_400, ""))
        .signed();
  }

  private TokenVerdict verify(String token) {
    return verifier.verify(token).join();
  }

  private VerifiedJwt verified(String token) {
    TokenVerdict verdict = verify(token);
    assertThat(verdict).isInstanceOf(TokenVerdict.Verified.class);
    return ((TokenVerdict.Verified) verdict).token();
  }

  private JwksSource source() {
    return new JwksSource(
        new KeyLocation.Given(TestToken.ISSUER, server.uri(KeyServer.KEYS)),
        JwksSettings.DEFAULTS,
        new HttpKeyFetcher(JwksSettings.DEFAULTS.fetch()),
        clock,
        event -> {
          if (event instanceof JwksEvent.KeysChanged changed) {
            cache.evict(changed.removed());
          }
        });
  }

  private TokenVerifier verifier(TokenPolicy policy) {
    return new TokenVerifier(policy, keys, cache, clock);
  }

  private static TokenPolicy policy(String id) {
    TokenPolicy policy = TokenPolicy.of(id, TestToken.ISSUER, TestToken.AUDIENCE);
    return new TokenPolicy(
        id,
        policy.issuers(),
        policy.audiences(),
        EnumSet.allOf(JwsAlgorithm.class),
        policy.types(),
        false,
        policy.clockSkew(),
        null,
        false,
        policy.limits());
  }

  private static TokenPolicy policy(String id, Duration maxLifetime, boolean typeRequired) {
    return new TokenPolicy(
        id,
        Set.of(TestToken.ISSUER),
        Set.of(TestToken.AUDIENCE),
        Set.of(JwsAlgorithm.RS256),
        Set.of("JWT"),
        typeRequired,
        Duration.ofMinutes(1),
        maxLifetime,
        false,
        JwtLimits.DEFAULTS);
  }

  private static String replace(String token, int at, char character) {
    return token.substring(0, at) + character + token.substring(at + 1);
  }
}
