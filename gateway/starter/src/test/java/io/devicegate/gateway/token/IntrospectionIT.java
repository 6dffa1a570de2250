package io.devicegate.gateway.token;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opaque tokens, of which the issuer alone knows anything. */
class IntrospectionIT {

  private static final String ENDPOINT = "/introspect";
  private static final MovableClock CLOCK = new MovableClock();

  private static FakeIssuer issuer;
  private static FakeIssuer other;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;
  private static int number;

  @BeforeAll
  static void start() {
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    String introspection = "devicegate.tenants[0].introspection.";
    settings.put(introspection + "endpoint", issuer.issuer() + "introspect");
    settings.put(introspection + "client-id", "gateway");
    settings.put(introspection + "client-secret", "very-secret");
    other = new FakeIssuer();
    settings.put("devicegate.tenants[1].name", "other");
    settings.put("devicegate.tenants[1].issuer", other.issuer());
    settings.put("devicegate.tenants[1].preset", "rfc9068");
    settings.put("devicegate.tenants[1].audiences", TestTokens.AUDIENCE);
    settings.put("devicegate.tenants[1].device-clients", TestTokens.DEVICE_CLIENT);
    String others = "devicegate.tenants[1].introspection.";
    settings.put(others + "endpoint", other.issuer() + "introspect");
    settings.put(others + "token-prefix", "other_at_");
    settings.put(others + "client-id", "gateway");
    settings.put(others + "client-secret", "other-secret");
    gateway = TestGateway.start(settings, Surroundings.class);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
    other.close();
  }

  @BeforeEach
  void reset() {
    issuer.reset();
    other.reset();
    upstream.reset();
  }

  @Test
  void acceptsActiveTokenAndTellsTheUpstreamWhoseItIs() {
    answers(active(""));
    String token = token();

    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);
    assertThat(upstream.request().values("X-Device-Subject")).containsExactly("auth0|alice");
    assertThat(upstream.request().values("X-Device-Scope")).containsExactly("read:catalogue");
    assertThat(upstream.request().values("X-Device-Client"))
        .containsExactly(TestTokens.DEVICE_CLIENT);
    assertThat(issuer.authorizations()).allMatch(each -> each.startsWith("Basic "));
  }

  @Test
  void asksOnceForManyRequestsAndRoutes() {
    answers(active(""));
    String token = token();
    for (int i = 0; i < 5; i++) {
      assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);
      assertThat(gateway.call("/token/x", token).status()).isEqualTo(200);
    }
    assertThat(issuer.count(ENDPOINT)).isEqualTo(1);
  }

  @Test
  void refusesInactiveTokenWithoutAskingTwice() {
    answers("{\"active\":false}");
    String token = token();
    refused(gateway.call("/device/x", token), Reason.TOKEN_INACTIVE);
    refused(gateway.call("/device/x", token), Reason.TOKEN_INACTIVE);
    assertThat(issuer.count(ENDPOINT)).isEqualTo(1);
  }

  @Test
  void refusesTokenOfAnotherAudienceOrTime() {
    answers(active("").replace(TestTokens.AUDIENCE, "https://other.test"));
    refused(gateway.call("/device/x", token()), Reason.AUDIENCE_WRONG);
    answers(active(",\"exp\":1000"));
    refused(gateway.call("/device/x", token()), Reason.TOKEN_EXPIRED);
  }

  @Test
  void boundOpaqueTokenIsNoBearerToken() {
    answers(active(",\"cnf\":{\"jkt\":\"0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I\"}"));
    refused(
        gateway.call("/device/x", token()), Reason.DPOP_DOWNGRADE, "DPoP error=\"invalid_token\"");
  }

  @Test
  void showsTokenToTheIssuerThatItIsOfAndToNoOther() {
    answers(active(""));
    other.answer(ENDPOINT, 200, active("").replace("auth0|alice", "bob"));
    String ofOther = "other_at_" + token();

    assertThat(gateway.call("/device/x", ofOther).status()).isEqualTo(200);
    assertThat(upstream.request().values("X-Device-Subject")).containsExactly("bob");
    assertThat(other.count(ENDPOINT)).isEqualTo(1);
    assertThat(issuer.count(ENDPOINT)).isZero();

    upstream.reset();
    assertThat(gateway.call("/device/x", token()).status()).isEqualTo(200);
    assertThat(upstream.request().values("X-Device-Subject")).containsExactly("auth0|alice");
    assertThat(other.count(ENDPOINT)).isEqualTo(1);
  }

  @Test
  @DisplayName("Regression 21: a revoked opaque token is refused once its answer is old, or 503")
  void revokedTokenIsRefusedOnceTheAnswerIsOld() {
    other.answer(ENDPOINT, 200, active(""));
    String token = "other_at_" + token();
    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);
    other.answer(ENDPOINT, 200, "{\"active\":false}");
    CLOCK.advance(Duration.ofMinutes(1));
    upstream.reset();
    refused(gateway.call("/device/x", token), Reason.TOKEN_INACTIVE);

    other.answer(ENDPOINT, 503, "");
    CLOCK.advance(Duration.ofMinutes(1));
    refused(gateway.call("/device/x", token), Reason.INTROSPECTION_UNAVAILABLE);
  }

  @Test
  void cannotCheckWhenTheIssuerDoesNotAnswerProperly() {
    for (int status : new int[] {500, 401, 204}) {
      issuer.answer(ENDPOINT, status, "");
      refused(gateway.call("/device/x", token()), Reason.INTROSPECTION_UNAVAILABLE);
    }
    answers("<html>");
    refused(gateway.call("/device/x", token()), Reason.INTROSPECTION_UNAVAILABLE);
  }

  private static void answers(String body) {
    issuer.answer(ENDPOINT, 200, body);
  }

  private static String active(String more) {
    return """
        {"active":true,"sub":"auth0|alice","client_id":"%s","scope":"read:catalogue",\
        "aud":"%s","iat":%d%s}"""
        .formatted(
            TestTokens.DEVICE_CLIENT, TestTokens.AUDIENCE, CLOCK.instant().getEpochSecond(), more);
  }

  private static String token() {
    number++;
    return "opaque-token-of-some-length-" + number;
  }

  private static void refused(Answer answer, Reason reason) {
    assertRefused(answer, reason, upstream);
  }

  private static void refused(Answer answer, Reason reason, String challenge) {
    assertThat(answer.body()).contains(reason.wireName());
    assertThat(answer.status()).isEqualTo(reason.status());
    assertThat(answer.header("WWW-Authenticate")).startsWith(challenge);
    assertThat(upstream.requests()).isEmpty();
  }

  @Configuration(proxyBeanMethods = false)
  static class Surroundings {

    @Bean
    Clock clock() {
      return CLOCK;
    }
  }
}
