package io.devicegate.gateway.token;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one issuer.
 *
 * <p>Keys are fetched at {@linkplain #start start}, ahead of their expiry, and when a token names
 * one that is not known. However many wait, one fetch is in flight; unknown ids cannot cause more
 * than their {@linkplain JwksSettings.UnknownKeys budget}; after a failed fetch the next one waits.
 * Without an answer of the issuer keys are used until their hard expiry and not a moment longer.
 *
 * <p>Safe for use by many threads. Nothing here blocks; the future of a lookup that had to wait
 * ends on the thread that fetched.
 */
public final class JwksSource implements AutoCloseable {

  private static final Duration SHORTEST_RETRY = Duration.ofSeconds(1);

  /** A discovery with its fallback, and the keys. */
  private static final int MAX_REQUESTS = 3;

  private final KeyLocation location;
  private final JwksSettings settings;
  private final KeyFetcher fetcher;
  private final Clock clock;
  private final KeyLocator locator;
  private final UnknownKeyBudget unknownKeys;
  private final JwksAnnouncer announcer;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CompletableFuture<KeyRing> inFlight; // guarded by lock
  private volatile KeyRing ring = KeyRing.EMPTY;
  private volatile @Nullable Future<?> upkeep;

  public JwksSource(
      KeyLocation location,
      JwksSettings settings,
      KeyFetcher fetcher,
      Clock clock,
      JwksListener listener) {
    this.location = location;
    this.settings = settings;
    this.fetcher = fetcher;
    this.clock = clock;
    this.locator = new KeyLocator(location, fetcher);
    this.unknownKeys = new UnknownKeyBudget(settings.unknownKeys(), clock);
    this.announcer = new JwksAnnouncer(location.issuer(), listener);
  }

  /** Fetches the keys now and keeps them fresh from here on. */
  public void start(ScheduledExecutorService scheduler) {
    upkeep = scheduler.scheduleWithFixedDelay(this::keepUp, 0, 1, TimeUnit.SECONDS);
  }

  /** Stops keeping the keys fresh. */
  @Override
  public void close() {
    Future<?> running = upkeep;
    if (running != null) {
      running.cancel(false);
    }
  }

  public String issuer() {
    return location.issuer();
  }

  public JwksStatus status() {
    return ring.statusAt(clock.instant());
  }

  /** Looks a key up, asking the issuer when it is not known. */
  CompletableFuture<KeyLookup> lookup(String keyId) {
    Instant now = clock.instant();
    KeyRing seen = ring;
    VerificationKey key = seen.find(keyId, now);
    if (key != null) {
      if (seen.isRefreshDueAt(now)) {
        var unused = refresh(seen, Cause.UPKEEP);
      }
      return CompletableFuture.completedFuture(new KeyLookup.Found(key, seen.closesAt()));
    }
    boolean closed = !seen.isUsableAt(now);
    if (!closed && unknownKeys.isKnownToBeUnknown(keyId)) {
      return CompletableFuture.completedFuture(new KeyLookup.UnknownKey());
    }
    return refresh(seen, closed ? Cause.UPKEEP : Cause.UNKNOWN_KEY)
        .thenApply(renewed -> answer(keyId, seen, renewed));
  }

  /** Says when the passing of time alone has changed the state, and fetches when a fetch is due. */
  void keepUp() {
    announcer.state(status());
    KeyRing seen = ring;
    if (seen.isRefreshDueAt(clock.instant())) {
      var unused = refresh(seen, Cause.UPKEEP);
    }
  }

  /** The fetch in flight; complete when there is none. */
  CompletableFuture<KeyRing> inFlight() {
    lock.lock();
    try {
      return inFlight == null ? CompletableFuture.completedFuture(ring) : inFlight;
    } finally {
      lock.unlock();
    }
  }

  private KeyLookup answer(String keyId, KeyRing seen, KeyRing renewed) {
    Instant now = clock.instant();
    VerificationKey key = renewed.find(keyId, now);
    if (key != null) {
      return new KeyLookup.Found(key, renewed.closesAt());
    }
    if (renewed.stateAt(now) != JwksState.FRESH) {
      return new KeyLookup.Unavailable(retryAfter(renewed, now));
    }
    if (!renewed.isSameFetchAs(seen)) {
      unknownKeys.rememberUnknown(keyId);
    }
    // Otherwise the budget is spent: the issuer was asked less than an interval ago, which has to
    // do. Were this "unavailable", strangers could make a healthy gateway answer with 503.
    return new KeyLookup.UnknownKey();
  }

  private Duration retryAfter(KeyRing seen, Instant now) {
    Duration wait =
        seen.mayAttemptAt(now)
            ? unknownKeys.untilNext()
            : Duration.between(now, seen.nextAttempt());
    return wait.compareTo(SHORTEST_RETRY) < 0 ? SHORTEST_RETRY : wait;
  }

  /**
   * Fetches the keys, unless somebody is about to, or has since the caller looked, or it may not be
   * done now.
   *
   * @param seen what the caller saw and found wanting
   * @return the ring after the fetch, or the present one when there is none
   */
  private CompletableFuture<KeyRing> refresh(KeyRing seen, Cause cause) {
    CompletableFuture<KeyRing> mine = new CompletableFuture<>();
    lock.lock();
    try {
      if (inFlight != null) {
        return inFlight;
      }
      if (!ring.isSameFetchAs(seen) || !mayFetch(cause)) {
        return CompletableFuture.completedFuture(ring);
      }
      inFlight = mine;
    } finally {
      lock.unlock();
    }
    fetch(mine);
    return mine;
  }

  private boolean mayFetch(Cause cause) {
    return ring.mayAttemptAt(clock.instant()) && (cause == Cause.UPKEEP || unknownKeys.take());
  }

  private void fetch(CompletableFuture<KeyRing> waiting) {
    Instant started = clock.instant();
    long patience = settings.fetch().responseTimeout().toMillis() * MAX_REQUESTS;
    var unused =
        CompletableFuture.completedFuture(fetcher)
            .thenCompose(present -> locator.locate())
            .thenCompose(fetcher::fetch)
            .thenApply(document -> renewed(document))
            // A fetcher that breaks its word must not stop the fetches for good.
            .orTimeout(patience, MILLISECONDS)
            .handle((next, error) -> error == null ? next : failed(error))
            .thenAccept(next -> settle(next, Duration.between(started, clock.instant()), waiting));
  }

  private KeyRing renewed(FetchedDocument document) {
    JwkSet set = JwkSet.read(document.body(), settings.fetch());
    announcer.skipped(set.skipped());
    return ring.renewed(set.keys(), document.maxAge(), clock.instant(), settings);
  }

  private KeyRing failed(Throwable error) {
    locator.forget();
    return ring.failed(failureOf(error), clock.instant(), settings);
  }

  /**
   * Puts the outcome of a fetch in place. Only one fetch is in flight, so only one thread is here.
   */
  private void settle(KeyRing next, Duration took, CompletableFuture<KeyRing> waiting) {
    KeyRing before = ring;
    ring = next;
    before.keys().values().stream()
        .filter(key -> next.keys().get(key.id()) != key)
        .forEach(VerificationKey::markRemoved);
    try {
      announcer.fetched(
          next.failures() == 0 ? Optional.empty() : Optional.ofNullable(next.lastFailure()), took);
      announcer.keys(before, next);
      announcer.state(next.statusAt(clock.instant()));
    } finally {
      land();
      waiting.complete(next);
    }
  }

  private void land() {
    lock.lock();
    try {
      inFlight = null;
    } finally {
      lock.unlock();
    }
  }

  private static FetchFailure failureOf(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    if (cause instanceof KeyFetchException known) {
      return known.failure();
    }
    return cause instanceof TimeoutException ? FetchFailure.TIMEOUT : FetchFailure.INTERNAL;
  }

  /** Why keys are to be fetched. */
  private enum Cause {
    UPKEEP,
    UNKNOWN_KEY
  }
}
