package io.devicegate.gateway.token;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.RSAKey;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An issuer that is down, slow, or wrong. Each test first says how it answers and then lets a day
 * pass, so that it finds no key that could still serve, whoever fetches first.
 */
class KeysIT {

  private static final MovableClock CLOCK = new MovableClock();

  private static FakeIssuer issuer;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;

  private TestTokens tokens;

  @BeforeAll
  static void start() {
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.keys.response-timeout", "2s");
    settings.put("devicegate.keys.max-size", "8KB");
    settings.put("devicegate.tenants[0].max-lifetime", "3650d");
    settings.put("devicegate.token.cache.max-in-flight", 20);
    gateway = TestGateway.start(settings, ClockConfiguration.class);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @BeforeEach
  void reset() {
    issuer.reset();
    upstream.reset();
    tokens = issuer.tokens();
  }

  @AfterEach
  void release() {
    issuer.release();
  }

  @Test
  @DisplayName("Regression 24: keys answered by 500, 404, 301, 204: 503, never 401")
  void cannotCheckWhenKeyServerFails() {
    for (int status : List.of(500, 404, 301, 204)) {
      issuer.answer(FakeIssuer.JWKS, status, status == 204 ? "" : "{}");
      nextDay();
      refuses(Reason.KEYS_UNAVAILABLE);
    }
  }

  @Test
  @DisplayName("Regression 24: keys not answered at all")
  void cannotCheckWhenKeyServerDoesNotAnswer() {
    issuer.hold();
    nextDay();

    refuses(Reason.KEYS_UNAVAILABLE);
  }

  @Test
  @DisplayName("Regression 24: keys that are HTML, empty, null, of another shape")
  void cannotCheckWhenKeyServerAnswersRubbish() {
    for (String rubbish :
        List.of("<html>", "", "null", "[]", "{\"keys\":[]}", "{\"keys\":7}", "x".repeat(10_000))) {
      issuer.answer(FakeIssuer.JWKS, 200, rubbish);
      nextDay();
      refuses(Reason.KEYS_UNAVAILABLE);
    }
  }

  @Test
  void recoversAsSoonAsTheKeyServerDoes() {
    issuer.answer(FakeIssuer.JWKS, 500, "");
    nextDay();
    String token = token();
    assertThat(gateway.call("/device/x", token).status()).isEqualTo(503);

    issuer.publish(TestTokens.KEY);
    assertThat(gateway.call("/device/x", token).status()).as("still backing off").isEqualTo(503);
    CLOCK.advance(Duration.ofMinutes(2));
    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);
  }

  @Test
  void failedFetchIsNotRepeatedByEveryRequest() {
    issuer.answer(FakeIssuer.JWKS, 500, "");
    nextDay();

    for (int i = 0; i < 10; i++) {
      assertThat(gateway.call("/device/x", token()).status()).isEqualTo(503);
    }
    assertThat(issuer.count(FakeIssuer.JWKS)).isEqualTo(1);
  }

  @Test
  void concurrentRequestsFetchKeysOnce() {
    issuer.hold();
    nextDay();
    List<String> distinct = Stream.generate(this::token).limit(20).toList();
    ExecutorService clients = Executors.newFixedThreadPool(20);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (String token : distinct) {
      answers.add(CompletableFuture.supplyAsync(() -> gateway.call("/device/x", token), clients));
    }
    issuer.release();

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join().status()).isEqualTo(200));
    assertThat(issuer.count(FakeIssuer.JWKS)).isEqualTo(1);
    clients.shutdown();
  }

  @Test
  void cannotCheckMoreTokensAtTheSameTimeThanConfigured() throws Exception {
    issuer.hold();
    nextDay();
    List<String> distinct = Stream.generate(this::token).limit(24).toList();
    ExecutorService clients = Executors.newFixedThreadPool(24);
    CompletionService<Answer> answers = new ExecutorCompletionService<>(clients);
    for (String token : distinct) {
      Future<Answer> unused = answers.submit(() -> gateway.call("/device/x", token));
    }

    for (int i = 0; i < 4; i++) {
      assertRefusal(answers.take().get(), Reason.OVERLOADED);
    }
    issuer.release();
    for (int i = 0; i < 20; i++) {
      assertThat(answers.take().get().status()).isEqualTo(200);
    }
    clients.shutdown();
  }

  @Test
  void acceptsNewKeyAtOnce() {
    nextDay();
    RSAKey next = TestTokens.key("key-2");
    assertThat(gateway.call("/device/x", token()).status()).isEqualTo(200);

    issuer.publish(TestTokens.KEY, next);
    assertThat(gateway.call("/device/x", token(next)).status()).isEqualTo(200);
  }

  @Test
  void madeUpKeyIdsDoNotFloodTheKeyServer() {
    nextDay();
    RSAKey unknown = TestTokens.key("nobody-knows");
    assertThat(gateway.call("/device/x", token()).status()).isEqualTo(200);

    for (int i = 0; i < 10; i++) {
      assertRefusal(gateway.call("/device/x", token(unknown)), Reason.KEY_UNKNOWN);
    }
    assertThat(issuer.count(FakeIssuer.JWKS)).isEqualTo(2);
  }

  @Test
  @DisplayName("Regression 20: a key that was withdrawn ends what it verified")
  void withdrawnKeyStopsWorkingAlsoForRememberedTokens() {
    nextDay();
    String token = token();
    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);

    issuer.publish(TestTokens.key("key-2"));
    CLOCK.advance(Duration.ofMinutes(30));
    assertRefusal(gateway.call("/device/x", token), Reason.KEY_UNKNOWN);
  }

  @Test
  void keysPastTheirTtlServeWhileTheIssuerIsDown() {
    nextDay();
    assertThat(gateway.call("/device/x", token()).status()).isEqualTo(200);

    issuer.answer(FakeIssuer.JWKS, 500, "");
    CLOCK.advance(Duration.ofMinutes(10));
    assertThat(gateway.call("/device/x", token()).status()).isEqualTo(200);
    CLOCK.advance(Duration.ofMinutes(30));
    refuses(Reason.KEYS_UNAVAILABLE);
  }

  @Test
  void rememberedTokenEndsWithItsTime() {
    nextDay();
    String token = token();
    assertThat(gateway.call("/device/x", token).status()).isEqualTo(200);

    CLOCK.advance(Duration.ofHours(2));
    assertRefusal(gateway.call("/device/x", token), Reason.TOKEN_EXPIRED);
  }

  private static void nextDay() {
    CLOCK.advance(Duration.ofDays(1));
  }

  private void refuses(Reason reason) {
    assertRefusal(gateway.call("/device/x", token()), reason);
  }

  private static void assertRefusal(Answer answer, Reason reason) {
    upstream.reset();
    assertRefused(answer, reason, upstream);
  }

  private String token() {
    return token(TestTokens.KEY);
  }

  /** A fresh token of today. */
  private String token(RSAKey key) {
    Instant now = CLOCK.instant();
    return tokens.signed(
        key,
        JOSEObjectType.JWT,
        claims ->
            claims
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .jwtID(UUID.randomUUID().toString()));
  }

  @Configuration(proxyBeanMethods = false)
  static class ClockConfiguration {

    @Bean
    Clock clock() {
      return CLOCK;
    }
  }
}
