package io.devicegate.gateway.regression;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import io.devicegate.gateway.token.TenantKeys;
import io.devicegate.gateway.token.TokenCache;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * One running gateway for all regressions, with two issuers that tests control. Each test is a day
 * later than the one before, so that no key and no token of before is known any more. Keys are
 * fetched when a token needs them, and unasked only by a test that starts their upkeep: the answers
 * of any other could come too late.
 *
 * <p>Tenant {@code test} is of Auth0's make and takes RS256, PS256 and ES256; tenant {@code other}
 * is of Keycloak's make, and its key has the same id.
 */
final class RegressionGateway {

  static final String OTHER_AUDIENCE = "urn:other-api";
  static final RSAKey KEY = TestTokens.KEY;
  static final RSAKey OTHER_KEY = TestTokens.key("key-1");
  static final ECKey EC_KEY = ecKey("ec-1");

  private static final MovableClock CLOCK = new MovableClock();
  private static final RegressionGateway SHARED = new RegressionGateway();

  final FakeIssuer issuer = new FakeIssuer();
  final FakeIssuer other = new FakeIssuer();
  final RecordingUpstream upstream = new RecordingUpstream();
  final MovableClock clock = CLOCK;
  final TestGateway gateway;
  final TenantKeys keys;

  private RegressionGateway() {
    other.publish(OTHER_KEY);
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.tenants[0].algorithms", "RS256,PS256,ES256");
    settings.put("devicegate.tenants[1].name", "other");
    settings.put("devicegate.tenants[1].issuer", other.issuer());
    settings.put("devicegate.tenants[1].preset", "keycloak");
    settings.put("devicegate.tenants[1].audiences", OTHER_AUDIENCE);
    settings.put("devicegate.tenants[1].device-clients", TestTokens.DEVICE_CLIENT);
    settings.put("devicegate.keys.response-timeout", "2s");
    gateway = TestGateway.start(settings, Observers.class);
    keys = gateway.bean(TenantKeys.class);
    keys.stop();
    // What was fetched at the start is here, or it would come on the next day.
    passes(token().signed());
    passes(otherToken().signed());
  }

  /**
   * The shared one on its next day, with both issuers publishing one RSA key and the first an EC
   * key too.
   */
  static RegressionGateway nextDay() {
    SHARED.keys.stop();
    SHARED.issuer.reset();
    SHARED.issuer.publish(KEY, EC_KEY);
    SHARED.other.reset();
    SHARED.other.publish(OTHER_KEY);
    SHARED.upstream.reset();
    SHARED.clock.advance(Duration.ofDays(1));
    return SHARED;
  }

  /** A good token of today, and every change of it. */
  RawToken token() {
    return RawToken.of(issuer.issuer(), TestTokens.AUDIENCE, clock.instant());
  }

  /** A good token of the other tenant. */
  RawToken otherToken() {
    return RawToken.of(other.issuer(), OTHER_AUDIENCE, clock.instant())
        .claim("typ", "\"Bearer\"")
        .key(OTHER_KEY);
  }

  void passes(String token) {
    passes("/device/x", token);
  }

  void passes(String path, String token) {
    Answer answer = gateway.call(path, token);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  void refuses(RawToken token, Reason reason) {
    refuses(token.signed(), reason);
  }

  void refuses(String token, Reason reason) {
    upstream.reset();
    Answer answer = gateway.call("/device/x", token);
    assertThat(answer.toString()).doesNotContain(token);
    assertRefused(answer, reason, upstream);
  }

  /** Tokens remembered, good ones and bad ones. */
  long remembered() {
    return gateway.bean(TokenCache.class).size();
  }

  static RSAKey rsaKey(String id, int bits) {
    try {
      return new RSAKeyGenerator(bits, true).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ECKey ecKey(String id) {
    try {
      return new ECKeyGenerator(Curve.P_256).keyID(id).keyUse(KeyUse.SIGNATURE).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class Observers {

    @Bean
    Clock clock() {
      return CLOCK;
    }

    @Bean
    SimpleMeterRegistry meterRegistry() {
      return new SimpleMeterRegistry();
    }
  }
}
