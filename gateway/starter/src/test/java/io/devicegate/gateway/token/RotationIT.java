package io.devicegate.gateway.token;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.RSAKey;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.telemetry.TelemetryName;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.RecordingUpstream;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestTokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An issuer that changes its keys under a running gateway. Each test is a day later than the one
 * before, so that its gateway has no usable key, and the issuer answers only once it is released.
 */
class RotationIT {

  private static final RSAKey OLD = TestTokens.KEY;
  private static final RSAKey NEW = TestTokens.key("key-2");

  private static final MovableClock CLOCK = new MovableClock();

  private static FakeIssuer issuer;
  private static RecordingUpstream upstream;
  private static TestGateway gateway;

  @BeforeAll
  static void start() {
    issuer = new FakeIssuer();
    upstream = new RecordingUpstream();
    Map<String, Object> settings = TestGateway.settings(issuer, upstream);
    settings.put("devicegate.keys.response-timeout", "1m");
    gateway = TestGateway.start(settings, Surroundings.class);
    // The fetch at the start is over, or it would count as the next day's.
    passes(token(OLD));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    upstream.close();
    issuer.close();
  }

  @BeforeEach
  void nextDay() {
    issuer.reset();
    issuer.hold();
    CLOCK.advance(Duration.ofDays(1));
  }

  @AfterEach
  void release() {
    issuer.release();
  }

  @Test
  @DisplayName("Regression 23: 500 concurrent cold requests make one fetch")
  void fiveHundredConcurrentColdRequestsMakeOneFetch() {
    ExecutorService clients = Executors.newFixedThreadPool(500);
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    for (String token : Stream.generate(() -> token(OLD)).limit(500).toList()) {
      answers.add(CompletableFuture.supplyAsync(() -> gateway.call("/device/x", token), clients));
    }
    issuer.release();

    assertThat(answers).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(200));
    assertThat(issuer.count(FakeIssuer.JWKS)).isEqualTo(1);
    clients.shutdown();
  }

  @Test
  @DisplayName("Regression 25: rotation with overlap refuses nobody")
  void rotationWithOverlapRefusesNobody() {
    issuer.release();
    String before = token(OLD);
    passes(before);

    issuer.publish(OLD, NEW);
    passes(token(NEW));
    passes(before);
    passes(token(OLD));
    assertThat(issuer.count(FakeIssuer.JWKS)).isEqualTo(2);
  }

  @Test
  @DisplayName("Regression 25: rotation without overlap ends the old key")
  void rotationWithoutOverlapTakesTheNewKeyAtOnceAndEndsTheOldOne() {
    issuer.release();
    String before = token(OLD);
    passes(before);

    issuer.publish(NEW);
    passes(token(NEW));
    refuses(before, Reason.KEY_UNKNOWN);
    refuses(token(OLD), Reason.KEY_UNKNOWN);
  }

  @Test
  @DisplayName("Regression 25: the same kid with another key")
  void keyUnderTheSameIdWithOtherMaterialEndsWhatTheOldOneVerified() {
    issuer.release();
    String before = token(OLD);
    passes(before);

    issuer.publish(TestTokens.FOREIGN_KEY, NEW);
    passes(token(NEW));
    refuses(before, Reason.SIGNATURE_INVALID);
    passes(token(TestTokens.FOREIGN_KEY));
  }

  @Test
  @DisplayName("Regression 25: rotation under load, first with overlap, then without")
  void rotationUnderLoadRefusesNoValidRequest() {
    issuer.release();
    List<String> old = Stream.generate(() -> token(OLD)).limit(8).toList();
    List<String> young = Stream.generate(() -> token(NEW)).limit(8).toList();
    old.forEach(RotationIT::passes);
    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<List<String>> valid = List.of(old, young);
    AtomicInteger phase = new AtomicInteger();
    AtomicBoolean over = new AtomicBoolean();
    AtomicInteger served = new AtomicInteger();
    List<CompletableFuture<Void>> load =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> {
                          while (!over.get()) {
                            passes(valid.get(phase.get()).get(i));
                            served.incrementAndGet();
                          }
                        },
                        clients))
            .toList();
    try {
      issuer.publish(OLD, NEW);
      awaitMore(served);
      phase.set(1);
      awaitMore(served);
      issuer.publish(NEW);
      CLOCK.advance(Duration.ofMinutes(6)); // Past the keys' time: they are fetched again.
      awaitMore(served);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(issuer.count(FakeIssuer.JWKS)).isGreaterThanOrEqualTo(3));
      old.forEach(
          token ->
              await()
                  .atMost(Duration.ofSeconds(30))
                  .untilAsserted(
                      () -> assertThat(gateway.call("/device/x", token).status()).isEqualTo(401)));
    } finally {
      over.set(true);
      clients.shutdown();
    }
    assertThat(load).allSatisfy(CompletableFuture::join);
  }

  private static void awaitMore(AtomicInteger served) {
    int before = served.get();
    await().atMost(Duration.ofSeconds(30)).until(() -> served.get() > before + 50);
  }

  @Test
  @DisplayName("Regression 20: a remembered token ends when the keys do, in an outage")
  void rememberedTokenEndsWithTheKeysWhenTheIssuerStaysAway() {
    issuer.release();
    String token = token(OLD);
    passes(token);
    issuer.answer(FakeIssuer.JWKS, 503, "");

    CLOCK.advance(Duration.ofMinutes(19));
    passes(token);
    CLOCK.advance(Duration.ofMinutes(2));
    refuses(token, Reason.KEYS_UNAVAILABLE);
  }

  @Test
  void healthAndMetricsTellHowTheKeysAre() {
    issuer.release();
    passes(token(OLD));
    assertThat(health().getStatus()).isEqualTo(Status.UP);
    assertThat(state("fresh")).isEqualTo(1);

    issuer.answer(FakeIssuer.JWKS, 503, "");
    CLOCK.advance(Duration.ofMinutes(21));
    refuses(token(OLD), Reason.KEYS_UNAVAILABLE);

    assertThat(health().getStatus()).isEqualTo(Status.DOWN);
    assertThat(health().getDetails()).asString().contains("state=closed", "lastFailure=status");
    assertThat(state("closed")).isEqualTo(1);
    assertThat(state("fresh")).isZero();
  }

  private static Health health() {
    return new KeysHealthIndicator(gateway.bean(TenantKeys.class)).health();
  }

  private static double state(String state) {
    return gateway
        .bean(MeterRegistry.class)
        .get(TelemetryName.JWKS_STATE.wireName())
        .tags(TelemetryName.TENANT.wireName(), "test", TelemetryName.STATE.wireName(), state)
        .gauge()
        .value();
  }

  private static void passes(String token) {
    Answer answer = gateway.call("/device/x", token);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
  }

  private static void refuses(String token, Reason reason) {
    upstream.reset();
    assertRefused(gateway.call("/device/x", token), reason, upstream);
  }

  private static String token(RSAKey key) {
    return issuer
        .tokens()
        .signed(
            key,
            JOSEObjectType.JWT,
            claims ->
                claims
                    .issueTime(Date.from(CLOCK.instant()))
                    .expirationTime(Date.from(CLOCK.instant().plus(Duration.ofHours(1))))
                    .jwtID(UUID.randomUUID().toString()));
  }

  @Configuration(proxyBeanMethods = false)
  static class Surroundings {

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
