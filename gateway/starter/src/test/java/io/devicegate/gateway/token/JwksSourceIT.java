package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.token.JwksEvent.KeyName;
import io.devicegate.gateway.token.KeyServer.Answer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JwksSourceIT {

  private static final TestKey FIRST = TestKey.rsa("first");
  private static final TestKey SECOND = TestKey.rsa("second");
  private static final String OPENID = "/.well-known/openid-configuration";
  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final JwksSettings SETTINGS = JwksSettings.DEFAULTS;

  private final MovableClock clock = new MovableClock();
  private final KeyServer server = new KeyServer();
  private final List<JwksEvent> events = new CopyOnWriteArrayList<>();
  private final JwksSource source =
      source(new KeyLocation.Given("issuer", server.uri(KeyServer.KEYS)));

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void fetchesOnceForFiveHundredThatWait() {
    Answer slow = Answer.ok(KeyServer.keySet(FIRST)).silent();
    server.answer(KeyServer.KEYS, slow);

    List<CompletableFuture<KeyLookup>> lookups = inParallel(500, i -> source.lookup("first"));
    assertThat(lookups).noneMatch(CompletableFuture::isDone);
    slow.release();

    assertThat(lookups)
        .allSatisfy(each -> assertThat(each.join()).isInstanceOf(KeyLookup.Found.class));
    assertThat(server.fetches()).isOne();
  }

  @Test
  void fetchesWithinItsBudgetForTenThousandUnknownIds() {
    server.publish(FIRST);
    find("first");

    List<CompletableFuture<KeyLookup>> lookups =
        inParallel(10_000, i -> source.lookup("random-" + i));

    assertThat(lookups)
        .allSatisfy(each -> assertThat(each.join()).isNotInstanceOf(KeyLookup.Found.class));
    assertThat(server.fetches()).isBetween(2, 3);
    assertThat(find("first")).isInstanceOf(KeyLookup.Found.class);
  }

  @Test
  void earnsOneFetchForUnknownIdsEachInterval() {
    server.publish(FIRST);
    find("first");

    for (int second = 0; second < 60; second++) {
      find("random-" + second);
      clock.advance(Duration.ofSeconds(1));
    }

    // Two at once, and one more after 30 seconds; the first fetch is the cold one.
    assertThat(server.fetches()).isEqualTo(1 + 2 + 1);
  }

  @Test
  void doesNotAskAgainForAnIdThatIsKnownToBeUnknown() {
    server.publish(FIRST);
    find("first");

    assertThat(find("nobody")).isEqualTo(new KeyLookup.UnknownKey());
    assertThat(find("nobody")).isEqualTo(new KeyLookup.UnknownKey());
    assertThat(server.fetches()).isEqualTo(2);

    clock.advance(SETTINGS.unknownKeys().rememberedFor());
    find("nobody");
    assertThat(server.fetches()).isEqualTo(3);
  }

  @Test
  void callsAKeyUnknownWhenItsBudgetIsSpentSinceTheIssuerWasAskedLately() {
    server.publish(FIRST);
    find("first");
    find("random-1");
    find("random-2");

    assertThat(find("random-3")).isEqualTo(new KeyLookup.UnknownKey());
    assertThat(server.fetches()).isEqualTo(3);
  }

  @Test
  void findsANewKeyAsSoonAsItsBudgetAllowsAfterAFlood() {
    server.publish(FIRST);
    find("first");
    find("random-1");
    find("random-2");
    server.publish(FIRST, SECOND);
    find("second");

    clock.advance(SETTINGS.unknownKeys().interval());

    assertThat(find("second")).isInstanceOf(KeyLookup.Found.class);
  }

  @Test
  void cannotSayThatAKeyIsUnknownWhenTheIssuerDoesNotAnswer() {
    server.publish(FIRST);
    find("first");
    server.answer(KeyServer.KEYS, Answer.status(500));

    assertThat(find("second")).isInstanceOf(KeyLookup.Unavailable.class);
    assertThat(find("second")).isEqualTo(new KeyLookup.Unavailable(Duration.ofSeconds(1)));
    assertThat(find("first")).isInstanceOf(KeyLookup.Found.class);
  }

  @Test
  void findsAKeyOfARotationWithOverlap() {
    server.publish(FIRST);
    find("first");
    server.publish(FIRST, SECOND);

    assertThat(find("second")).isInstanceOf(KeyLookup.Found.class);
    assertThat(find("first")).isInstanceOf(KeyLookup.Found.class);
    assertThat(changes())
        .last()
        .satisfies(
            change -> {
              assertThat(change.added()).containsExactly(name(SECOND));
              assertThat(change.removed()).isEmpty();
            });
  }

  @Test
  void announcesTheKeysThatARotationWithoutOverlapRemoves() {
    server.publish(FIRST);
    VerificationKey old = key(find("first"));
    server.publish(SECOND);

    assertThat(find("second")).isInstanceOf(KeyLookup.Found.class);
    assertThat(find("first")).isEqualTo(new KeyLookup.UnknownKey());
    assertThat(old.isRemoved()).isTrue();
    assertThat(changes())
        .last()
        .isEqualTo(
            new JwksEvent.KeysChanged("issuer", Set.of(name(SECOND)), Set.of(name(FIRST)), 0));
  }

  @Test
  void takesNewMaterialUnderAnOldIdForAnotherKey() {
    TestKey renewed = TestKey.rsa("first");
    server.publish(FIRST);
    VerificationKey old = key(find("first"));
    server.publish(renewed);
    refresh();

    assertThat(key(find("first")).publicKey()).isEqualTo(renewed.pair().getPublic());
    assertThat(old.isRemoved()).isTrue();
    assertThat(changes())
        .last()
        .isEqualTo(
            new JwksEvent.KeysChanged("issuer", Set.of(name(renewed)), Set.of(name(FIRST)), 0));
  }

  @Test
  void keepsTheObjectOfAKeyThatDidNotChange() {
    server.publish(FIRST);
    VerificationKey before = key(find("first"));
    refresh();

    assertThat(server.fetches()).isEqualTo(2);
    assertThat(key(find("first"))).isSameAs(before);
    assertThat(changes()).hasSize(1);
  }

  @Test
  void goesThroughItsStatesAndAnnouncesEachOnce() {
    server.publish(FIRST);
    assertThat(source.status())
        .isEqualTo(new JwksStatus(JwksState.CLOSED, Duration.ZERO, 0, null, null));

    find("first");
    assertThat(source.status())
        .isEqualTo(
            new JwksStatus(JwksState.FRESH, SETTINGS.hardExpiry(), 1, MovableClock.START, null));

    clock.advance(SETTINGS.lifetime());
    assertThat(source.status().state()).isEqualTo(JwksState.STALE);

    server.answer(KeyServer.KEYS, Answer.status(500));
    keepUp();
    assertThat(source.status())
        .isEqualTo(
            new JwksStatus(
                JwksState.DEGRADED,
                SETTINGS.hardExpiry().minus(SETTINGS.lifetime()),
                1,
                MovableClock.START,
                FetchFailure.STATUS));
    assertThat(find("first")).isInstanceOf(KeyLookup.Found.class);

    clock.advance(SETTINGS.hardExpiry());
    keepUp();
    assertThat(source.status().state()).isEqualTo(JwksState.CLOSED);
    assertThat(source.status().keyCount()).isZero();
    assertThat(find("first")).isInstanceOf(KeyLookup.Unavailable.class);

    server.publish(FIRST);
    clock.advance(SETTINGS.maxRetry());
    assertThat(find("first")).isInstanceOf(KeyLookup.Found.class);

    assertThat(states())
        .containsExactly(
            JwksState.FRESH,
            JwksState.STALE,
            JwksState.DEGRADED,
            JwksState.CLOSED,
            JwksState.FRESH);
  }

  @Test
  void announcesThatTimeAloneMadeTheKeysStale() {
    server.publish(FIRST);
    find("first");
    Answer silent = Answer.ok(KeyServer.keySet(FIRST)).silent();
    server.answer(KeyServer.KEYS, silent);

    clock.advance(SETTINGS.lifetime());
    source.keepUp();

    assertThat(states()).containsExactly(JwksState.FRESH, JwksState.STALE);
    silent.release();
  }

  @Test
  void fetchesAheadOfTheEndOfTheLifetime() {
    server.publish(FIRST);
    find("first");

    clock.advance(Duration.ofMinutes(8).minusSeconds(1));
    keepUp();
    assertThat(server.fetches()).isOne();

    clock.advance(Duration.ofSeconds(1));
    keepUp();
    assertThat(server.fetches()).isEqualTo(2);
    assertThat(source.status().state()).isEqualTo(JwksState.FRESH);
  }

  @Test
  void honoursAShorterMaxAgeWithinItsBounds() {
    server.answer(
        KeyServer.KEYS,
        Answer.ok(KeyServer.keySet(FIRST)).with("Cache-Control", "public, max-age=120"));
    find("first");

    clock.advance(Duration.ofMinutes(2));
    assertThat(source.status().state()).isEqualTo(JwksState.STALE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"max-age=0", "no-store", "no-cache", "max-age=15", "max-age=0, max-age=900"})
  void doesNotFetchMoreOftenThanItsShortestLifetimeAllows(String cacheControl) {
    server.answer(
        KeyServer.KEYS, Answer.ok(KeyServer.keySet(FIRST)).with("Cache-Control", cacheControl));
    find("first");

    clock.advance(Duration.ofSeconds(47));
    keepUp();
    assertThat(server.fetches()).isOne();
    assertThat(source.status().state()).isEqualTo(JwksState.FRESH);

    clock.advance(Duration.ofSeconds(13));
    assertThat(source.status().state()).isEqualTo(JwksState.STALE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "max-age=86400",
        "max-age=99999999999999999999",
        "max-age=-1",
        "public",
        "max-age"
      })
  void keepsNoKeyLongerThanItsLifetimeWhateverTheIssuerSays(String cacheControl) {
    server.answer(
        KeyServer.KEYS, Answer.ok(KeyServer.keySet(FIRST)).with("Cache-Control", cacheControl));
    find("first");

    clock.advance(SETTINGS.lifetime().minusSeconds(1));
    assertThat(source.status().state()).isEqualTo(JwksState.FRESH);
    clock.advance(Duration.ofSeconds(1));
    assertThat(source.status().state()).isEqualTo(JwksState.STALE);
  }

  @Test
  void waitsLongerAfterEachFailedFetch() {
    server.answer(KeyServer.KEYS, Answer.status(503));

    List<Integer> attemptedAt = new ArrayList<>();
    for (int second = 0; second < 200; second++) {
      int before = server.fetches();
      assertThat(find("first")).isInstanceOf(KeyLookup.Unavailable.class);
      if (server.fetches() > before) {
        attemptedAt.add(second);
      }
      clock.advance(Duration.ofSeconds(1));
    }

    assertThat(attemptedAt).containsExactly(0, 1, 3, 7, 15, 31, 63, 123, 183);
  }

  @Test
  void saysWhenToTryAgain() {
    server.answer(KeyServer.KEYS, Answer.status(503));
    find("first");
    assertThat(find("first")).isEqualTo(new KeyLookup.Unavailable(Duration.ofSeconds(1)));

    clock.advance(Duration.ofSeconds(1));
    find("first");
    assertThat(find("first")).isEqualTo(new KeyLookup.Unavailable(Duration.ofSeconds(2)));
  }

  @Test
  void keepsItsKeysWhenTheIssuerPublishesNone() {
    server.publish(FIRST);
    find("first");
    server.publish();
    refresh();

    assertThat(find("first")).isInstanceOf(KeyLookup.Found.class);
    assertThat(source.status().state()).isEqualTo(JwksState.DEGRADED);
    assertThat(source.status().lastFailure()).isEqualTo(FetchFailure.NO_USABLE_KEY);
  }

  @Test
  void countsTheKeysThatItSkips() {
    server.answer(
        KeyServer.KEYS,
        Answer.ok("{\"keys\":[{\"kty\":\"oct\",\"k\":\"AA\"}," + FIRST.jwk() + "]}"));

    assertThat(find("first")).isInstanceOf(KeyLookup.Found.class);
    assertThat(events)
        .contains(new JwksEvent.KeysSkipped("issuer", Map.of(SkippedKey.SYMMETRIC, 1)));
  }

  @Test
  void survivesAListenerThatFails() {
    server.publish(FIRST);
    JwksSource listened =
        new JwksSource(
            new KeyLocation.Given("issuer", server.uri(KeyServer.KEYS)),
            SETTINGS,
            new HttpKeyFetcher(SETTINGS.fetch()),
            clock,
            event -> {
              throw new IllegalStateException("from a test");
            });

    assertThat(listened.lookup("first").join()).isInstanceOf(KeyLookup.Found.class);
    assertThat(listened.lookup("nobody").join()).isEqualTo(new KeyLookup.UnknownKey());
  }

  @Test
  void fetchesWhenItStartsAndStopsWhenItIsClosed() throws Exception {
    server.publish(FIRST);
    ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1);
    scheduler.setRemoveOnCancelPolicy(true);
    try {
      CompletableFuture<JwksEvent> fetched = new CompletableFuture<>();
      JwksSource started =
          new JwksSource(
              new KeyLocation.Given("issuer", server.uri(KeyServer.KEYS)),
              SETTINGS,
              new HttpKeyFetcher(SETTINGS.fetch()),
              clock,
              fetched::complete);
      started.start(scheduler);
      fetched.get(30, TimeUnit.SECONDS);
      started.close();
    } finally {
      assertThat(scheduler.shutdownNow()).isEmpty();
    }
    assertThat(server.fetches()).isOne();
  }

  @Test
  void discoversTheAddressOnce() {
    server.answer(OPENID, metadata(server.issuer(), server.uri(KeyServer.KEYS)));
    server.publish(FIRST);
    JwksSource discovering = source(new KeyLocation.Discovered(server.issuer()));

    assertThat(discovering.lookup("first").join()).isInstanceOf(KeyLookup.Found.class);
    assertThat(discovering.lookup("nobody").join()).isEqualTo(new KeyLookup.UnknownKey());
    assertThat(server.fetches(OPENID)).isOne();
    assertThat(server.fetches()).isEqualTo(2);
  }

  @Test
  void discoversAnewWhenTheKeysHaveMoved() {
    server.answer(OPENID, metadata(server.issuer(), server.uri(KeyServer.KEYS)));
    server.publish(FIRST);
    JwksSource discovering = source(new KeyLocation.Discovered(server.issuer()));
    discovering.lookup("first").join();

    server.answer(KeyServer.KEYS, Answer.status(410));
    server.answer("/moved", Answer.ok(KeyServer.keySet(SECOND)));
    server.answer(OPENID, metadata(server.issuer(), server.uri("/moved")));
    assertThat(discovering.lookup("second").join()).isInstanceOf(KeyLookup.Unavailable.class);
    clock.advance(SETTINGS.firstRetry());

    assertThat(discovering.lookup("second").join()).isInstanceOf(KeyLookup.Found.class);
  }

  @Test
  void discoversByOAuthMetadataWhereThereIsNoOpenId() {
    String issuer = server.uri("/tenant").toString();
    server.answer(OAUTH + "/tenant", metadata(issuer, server.uri(KeyServer.KEYS)));
    server.publish(FIRST);

    assertThat(source(new KeyLocation.Discovered(issuer)).lookup("first").join())
        .isInstanceOf(KeyLookup.Found.class);
    assertThat(server.fetches("/tenant" + OPENID)).isOne();
  }

  @Test
  void refusesTheDiscoveryDocumentOfAnotherIssuer() {
    String withoutSlash = server.issuer().substring(0, server.issuer().length() - 1);
    server.answer(OPENID, metadata(withoutSlash, server.uri(KeyServer.KEYS)));

    assertThat(failureOfDiscovery()).isEqualTo(FetchFailure.ISSUER_MISMATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test/keys",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "http://localhost@evil.test/keys"
      })
  void fetchesNothingFromAnAddressElsewhere(String address) {
    server.answer(OPENID, metadata(server.issuer(), URI.create(address)));

    assertThat(failureOfDiscovery()).isEqualTo(FetchFailure.FORBIDDEN_ADDRESS);
    assertThat(server.fetches()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "<html>", "{\"issuer\":1}", "[]"})
  void refusesADiscoveryDocumentThatIsNone(String document) {
    server.answer(OPENID, Answer.ok(document));

    assertThat(failureOfDiscovery()).isIn(FetchFailure.MALFORMED, FetchFailure.ISSUER_MISMATCH);
  }

  @Test
  void neverLosesAKeyWhileOthersComeAndGo() throws Exception {
    server.publish(FIRST, SECOND);
    find("first");
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<CompletableFuture<KeyLookup>> lookups = new CopyOnWriteArrayList<>();
    for (int thread = 0; thread < 3; thread++) {
      threads.execute(
          () -> IntStream.range(0, 2_000).forEach(i -> lookups.add(source.lookup("first"))));
    }
    threads.execute(
        () -> {
          for (int round = 0; round < 20; round++) {
            server.publish(round % 2 == 0 ? new TestKey[] {FIRST} : new TestKey[] {SECOND, FIRST});
            clock.advance(Duration.ofMinutes(9));
            source.keepUp();
          }
        });
    threads.shutdown();

    assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    assertThat(lookups)
        .hasSize(6_000)
        .allSatisfy(each -> assertThat(each.join()).isInstanceOf(KeyLookup.Found.class));
  }

  private FetchFailure failureOfDiscovery() {
    JwksSource discovering = source(new KeyLocation.Discovered(server.issuer()));
    assertThat(discovering.lookup("first").join()).isInstanceOf(KeyLookup.Unavailable.class);
    FetchFailure failure = discovering.status().lastFailure();
    return failure == null ? FetchFailure.INTERNAL : failure;
  }

  private JwksSource source(KeyLocation location) {
    return new JwksSource(
        location, SETTINGS, new HttpKeyFetcher(SETTINGS.fetch()), clock, events::add);
  }

  private KeyLookup find(String id) {
    return source.lookup(id).join();
  }

  /** Lets a refresh fall due and waits for it to end. */
  private void refresh() {
    clock.advance(SETTINGS.lifetime().minusSeconds(1));
    keepUp();
  }

  /** Keeps up, and waits for the fetch in flight by joining it. */
  private void keepUp() {
    source.keepUp();
    source.inFlight().join();
  }

  private List<JwksEvent.KeysChanged> changes() {
    return events.stream()
        .filter(JwksEvent.KeysChanged.class::isInstance)
        .map(JwksEvent.KeysChanged.class::cast)
        .toList();
  }

  private List<JwksState> states() {
    return events.stream()
        .filter(JwksEvent.StateChanged.class::isInstance)
        .map(event -> ((JwksEvent.StateChanged) event).status().state())
        .toList();
  }

  private static VerificationKey key(KeyLookup lookup) {
    return ((KeyLookup.Found) lookup).key();
  }

  private static KeyName name(TestKey key) {
    return new KeyName(key.id(), key.verificationKey().thumbprint());
  }

  private static Answer metadata(String issuer, URI keys) {
    return Answer.ok("{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}");
  }

  private static <T> List<T> inParallel(int count, IntFunction<T> task) {
    return IntStream.range(0, count).parallel().mapToObj(task).toList();
  }
}
