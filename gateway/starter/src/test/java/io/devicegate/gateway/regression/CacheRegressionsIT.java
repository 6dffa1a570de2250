package io.devicegate.gateway.regression;

import static io.devicegate.gateway.testing.RefusalAssert.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.signal.SignalCache;
import io.devicegate.gateway.testing.FakeFeed;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.TestGateway;
import io.devicegate.gateway.testing.TestSignals;
import io.devicegate.gateway.testing.TestTokens;
import io.devicegate.gateway.token.TokenCache;
import io.devicegate.rules.event.Signal.SubjectKind;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.gateway.event.RefreshRoutesEvent;
import org.springframework.cloud.gateway.handler.predicate.PredicateDefinition;
import org.springframework.cloud.gateway.route.InMemoryRouteDefinitionRepository;
import org.springframework.cloud.gateway.route.RouteDefinition;
import org.springframework.cloud.gateway.route.RouteLocator;
import reactor.core.publisher.Mono;

/** What is remembered of a token, and when it no longer counts. */
class CacheRegressionsIT {

  private static final String SPELLING =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private RegressionGateway gateway;
  private RawToken good;

  @BeforeEach
  void nextDay() {
    gateway = RegressionGateway.nextDay();
    good = gateway.token();
  }

  @Test
  @DisplayName("Regression 18: what one route, issuer or tenant verified is nothing for another")
  void cacheIsNotConfused() {
    String machine =
        good.claim("azp", "\"machine\"").claim("gty", "\"client-credentials\"").signed();
    gateway.passes("/token/x", machine);
    gateway.refuses(machine, Reason.NOT_DEVICE_FLOW);
    gateway.passes("/token/x", machine);

    String device = good.signed();
    gateway.passes(device);
    gateway.upstream.reset();
    assertRefused(
        gateway.gateway.call("/scoped/x", device),
        Reason.SCOPE_INSUFFICIENT,
        "/scoped",
        gateway.upstream);

    gateway.passes(gateway.otherToken().signed());
    gateway.refuses(gateway.otherToken().key(RegressionGateway.KEY), Reason.SIGNATURE_INVALID);
    gateway.refuses(good.key(RegressionGateway.OTHER_KEY), Reason.SIGNATURE_INVALID);
    // The same signature under another header, claims and issuer.
    String[] part = device.split("\\.", -1);
    String[] others = gateway.otherToken().signed().split("\\.", -1);
    gateway.refuses(part[0] + "." + others[1] + "." + part[2], Reason.SIGNATURE_INVALID);
  }

  @Test
  @DisplayName("Regression 19: variants of one token and random kids do not fill the caches")
  void cacheIsNotFlooded() {
    String token = good.signed();
    gateway.passes(token);
    TokenCache cache = gateway.gateway.bean(TokenCache.class);
    long verified = cache.size();
    long refused = cache.refusedSize();

    for (String variant : variants(token)) {
      assertThat(gateway.gateway.call("/device/x", variant).status()).as(variant).isIn(400, 401);
    }
    for (int i = 0; i < 200; i++) {
      gateway.refuses(good.header("kid", "\"random-" + i + "\""), Reason.KEY_UNKNOWN);
    }
    assertThat(cache.size()).isEqualTo(verified);
    assertThat(cache.refusedSize()).isEqualTo(refused);
    gateway.passes(token);
  }

  @Test
  @DisplayName("Regression 20: a remembered token ends with its time, its key, the route's policy")
  void rememberedTokenEnds() {
    String token = good.signed();
    gateway.passes(token);
    gateway.clock.advance(Duration.ofHours(2));
    gateway.refuses(token, Reason.TOKEN_EXPIRED);

    String ofOldKey = gateway.token().signed();
    gateway.passes(ofOldKey);
    gateway.issuer.publish(RegressionGateway.EC_KEY);
    gateway.clock.advance(Duration.ofMinutes(30));
    gateway.passes(gateway.token().key(RegressionGateway.EC_KEY).signed());
    gateway.refuses(ofOldKey, Reason.KEY_UNKNOWN);
  }

  @Test
  @DisplayName("Regression 20: a changed route judges a remembered token anew")
  void changedPolicyCountsAtOnce() {
    String machine =
        good.claim("azp", "\"machine\"").claim("gty", "\"client-credentials\"").signed();
    route("token");
    gateway.passes("/changing/x", machine);

    route("device");
    gateway.upstream.reset();
    assertRefused(
        gateway.gateway.call("/changing/x", machine), Reason.NOT_DEVICE_FLOW, gateway.upstream);
  }

  @Test
  @DisplayName("Regression 21: what was withdrawn stays so: other spellings, a restart, an outage")
  void withdrawnStaysWithdrawn() {
    String token = good.signed();
    gateway.passes(token);
    gateway.issuer.publish(RegressionGateway.EC_KEY);
    gateway.clock.advance(Duration.ofMinutes(10));
    // A remembered token asks for no key: the upkeep finds out.
    gateway.keys.start();
    await().atMost(PATIENCE).untilAsserted(() -> gateway.refuses(token, Reason.KEY_UNKNOWN));
    for (String variant : variants(token)) {
      assertThat(gateway.gateway.call("/device/x", variant).status()).as(variant).isIn(400, 401);
    }

    Map<String, Object> settings = TestGateway.settings(gateway.issuer, gateway.upstream);
    try (TestGateway restarted = TestGateway.start(settings, RegressionGateway.Observers.class)) {
      gateway.upstream.reset();
      assertRefused(restarted.call("/device/x", token), Reason.KEY_UNKNOWN, gateway.upstream);
    }
    gateway.issuer.answer(FakeIssuer.JWKS, 503, "");
    try (TestGateway restarted = TestGateway.start(settings, RegressionGateway.Observers.class)) {
      assertRefused(restarted.call("/device/x", token), Reason.KEYS_UNAVAILABLE, gateway.upstream);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "USER, " + TestTokens.SUBJECT,
    "SESSION, session-21",
    "CLIENT, " + TestTokens.DEVICE_CLIENT
  })
  @DisplayName("Regression 21: whom a signal denies is denied in every spelling of the token")
  void deniedIsDeniedInEverySpelling(SubjectKind kind, String subject) {
    SignalCache signals = gateway.gateway.bean(SignalCache.class);
    RawToken token = good.claim("sid", "\"session-21\"");
    gateway.passes(token.signed());
    signals.put(TestSignals.enforcing("s21", kind, subject, gateway.clock.instant()));
    try {
      gateway.refuses(token, Reason.SIGNAL_ACTIVE);
      // Another token of the same: what was remembered of the first does not matter.
      gateway.refuses(token.claim("jti", "\"another\""), Reason.SIGNAL_ACTIVE);
      for (String variant : variants(token.signed())) {
        assertThat(gateway.gateway.call("/device/x", variant).status()).as(variant).isIn(400, 401);
      }
      assertThat(gateway.upstream.requests()).isEmpty();
    } finally {
      signals.replaceAll(List.of());
    }
    gateway.passes(token.signed());
  }

  @Test
  @DisplayName("Regression 21: whom a signal denies stays so after a restart, or its feed is away")
  void deniedStaysDenied() {
    FakeFeed feed = new FakeFeed();
    feed.answers(
        List.of(
            TestSignals.enforcing(
                "s21", SubjectKind.USER, TestTokens.SUBJECT, gateway.clock.instant())));
    Map<String, Object> settings = TestGateway.settings(gateway.issuer, gateway.upstream);
    settings.put("devicegate.signals.url", feed.url());
    settings.put("devicegate.signals.poll-interval", "100ms");
    settings.put("devicegate.signals.max-backoff", "200ms");
    try (feed;
        TestGateway running = TestGateway.start(settings, RegressionGateway.Observers.class)) {
      await().atMost(PATIENCE).untilAsserted(() -> denies(running, Reason.SIGNAL_ACTIVE));
      feed.answers(503, "{}");
      int polls = feed.polls.get();
      await().atMost(PATIENCE).until(() -> feed.polls.get() > polls + 1);
      denies(running, Reason.SIGNAL_ACTIVE);

      try (TestGateway restarted = TestGateway.start(settings, RegressionGateway.Observers.class)) {
        denies(restarted, Reason.SIGNALS_UNAVAILABLE);
        feed.answers(List.of());
        await()
            .atMost(PATIENCE)
            .until(() -> restarted.call("/device/x", good.signed()).status() == 200);
      }
    }
  }

  private void denies(TestGateway asked, Reason reason) {
    gateway.upstream.reset();
    assertRefused(asked.call("/device/x", good.signed()), reason, gateway.upstream);
  }

  private void route(String requirement) {
    RouteDefinition route = new RouteDefinition();
    route.setId("changing");
    route.setUri(URI.create(gateway.upstream.url()));
    route.setPredicates(List.of(new PredicateDefinition("Path=/changing/**")));
    route.setMetadata(Map.of("devicegate.require", requirement));
    gateway.gateway.bean(InMemoryRouteDefinitionRepository.class).save(Mono.just(route)).block();
    gateway.gateway.publish(new RefreshRoutesEvent(this));
    // The listener of the event refreshes the remembered routes on a thread of its own.
    await().atMost(PATIENCE).until(() -> requirement.equals(requirementOf("changing")));
  }

  private @Nullable Object requirementOf(String id) {
    return gateway
        .gateway
        .bean(RouteLocator.class)
        .getRoutes()
        .filter(route -> route.getId().equals(id))
        .map(route -> route.getMetadata().get("devicegate.require"))
        .blockLast(Duration.ofSeconds(10));
  }

  /** Texts that a lenient reader takes for the same token. */
  private static List<String> variants(String token) {
    List<String> all = new ArrayList<>();
    String[] part = token.split("\\.", -1);
    for (String extra : List.of("=", "==", "~", "+", "/", ".", "%3D", "%00", " ")) {
      all.add(token + extra + "A");
      all.add(part[0] + extra + "." + part[1] + "." + part[2]);
      all.add(part[0] + "." + part[1] + extra + "." + part[2]);
      for (int at = 1; at < token.length(); at += 37) {
        all.add(token.substring(0, at) + extra + token.substring(at));
      }
    }
    int last = SPELLING.indexOf(token.charAt(token.length() - 1));
    for (int bits = 1; bits < 16; bits++) {
      if (SPELLING.charAt(last | bits) != SPELLING.charAt(last)) {
        all.add(token.substring(0, token.length() - 1) + SPELLING.charAt(last | bits));
      }
    }
    assertThat(all).hasSizeGreaterThan(100).doesNotContain(token);
    return all;
  }
}
