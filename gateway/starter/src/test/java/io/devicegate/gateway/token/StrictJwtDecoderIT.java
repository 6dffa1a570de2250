package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.token.KeyServer.Answer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;

@Timeout(60)
class StrictJwtDecoderIT {

  private static final TestKey KEY = TestKey.rsa("key");

  private final MovableClock clock = new MovableClock();
  private final KeyServer server = new KeyServer();
  private final AtomicInteger validated = new AtomicInteger();

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void decodesAGoodTokenAndValidatesItEachTime() {
    server.publish(KEY);
    StrictJwtDecoder decoder = decoder(OAuth2TokenValidatorResult.success());
    String token = TestToken.by(KEY).signed();

    assertThat(decoder.decode(token).getClaimAsString("azp")).isEqualTo("tv");
    assertThat(decoder.decode(token).getTokenValue()).isEqualTo(token);
    assertThat(validated).hasValue(2);
  }

  @Test
  void throwsSpringsOwnExceptionForABadToken() {
    server.publish(KEY);
    StrictJwtDecoder decoder = decoder(OAuth2TokenValidatorResult.success());
    String token = TestToken.by(TestKey.rsa("key")).signed();

    assertThatExceptionOfType(RefusedJwtException.class)
        .isThrownBy(() -> decoder.decode(token))
        .isInstanceOf(BadJwtException.class)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(TokenRefusal.SIGNATURE_INVALID))
        .withMessageNotContaining(token);
    assertThat(validated).hasValue(0);
  }

  @Test
  void throwsTheValidatorsErrors() {
    server.publish(KEY);
    OAuth2Error error = new OAuth2Error("invalid_token", "from a test", null);
    StrictJwtDecoder decoder = decoder(OAuth2TokenValidatorResult.failure(error));
    String token = TestToken.by(KEY).signed();

    assertThatExceptionOfType(JwtValidationException.class)
        .isThrownBy(() -> decoder.decode(token))
        .satisfies(e -> assertThat(e.getErrors()).containsExactly(error));
  }

  @Test
  void tellsATokenThatCannotBeCheckedFromABadOne() {
    server.answer(KeyServer.KEYS, Answer.status(500));
    StrictJwtDecoder decoder = decoder(OAuth2TokenValidatorResult.success());
    String token = TestToken.by(KEY).signed();

    assertThatExceptionOfType(KeysUnavailableException.class)
        .isThrownBy(() -> decoder.decode(token))
        .satisfies(e -> assertThat(e).isNotInstanceOf(BadJwtException.class))
        .satisfies(e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(1)));
  }

  private StrictJwtDecoder decoder(OAuth2TokenValidatorResult result) {
    TokenPolicy policy = TokenPolicy.of("test", TestToken.ISSUER, TestToken.AUDIENCE);
    JwksSource keys =
        new JwksSource(
            new KeyLocation.Given(TestToken.ISSUER, server.uri(KeyServer.KEYS)),
            JwksSettings.DEFAULTS,
            new HttpKeyFetcher(JwksSettings.DEFAULTS.fetch()),
            clock,
            event -> {});
    TokenCache cache = new TokenCache(TokenCacheSettings.DEFAULTS, clock, clock.ticker());
    OAuth2TokenValidator<Jwt> validator =
        jwt -> {
          validated.incrementAndGet();
          return result;
        };
    return new StrictJwtDecoder(new TokenVerifier(policy, keys, cache, clock), validator);
  }
}
