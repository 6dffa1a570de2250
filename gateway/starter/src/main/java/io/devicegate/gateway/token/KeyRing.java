package io.devicegate.gateway.token;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of an issuer and how the fetches of them went; each fetch makes a new ring.
 *
 * @param keys keys by {@code kid}; empty until the first successful fetch
 * @param fetchedAt when the keys were fetched; {@code null} until they were
 * @param refreshAt when to fetch again, ahead of {@code freshUntil}
 * @param freshUntil when the keys' lifetime ends
 * @param closesAt when the keys may no longer be used
 * @param failures number of failed fetches since the last success
 * @param lastFailure reason of the latest failed fetch
 * @param nextAttempt earliest time of the next fetch, after a failed one
 */
record KeyRing(
    Map<String, VerificationKey> keys,
    @Nullable Instant fetchedAt,
    Instant refreshAt,
    Instant freshUntil,
    Instant closesAt,
    int failures,
    @Nullable FetchFailure lastFailure,
    Instant nextAttempt) {

  private static final int REFRESH_AT_PERCENT = 80;

  static final KeyRing EMPTY =
      new KeyRing(Map.of(), null, Instant.MIN, Instant.MIN, Instant.MIN, 0, null, Instant.MIN);

  @Nullable VerificationKey find(String keyId, Instant now) {
    return isUsableAt(now) ? keys.get(keyId) : null;
  }

  @SuppressWarnings("ReferenceEquality") // Two fetches are two fetches, even with the same outcome.
  boolean isSameFetchAs(KeyRing other) {
    return this == other;
  }

  boolean isUsableAt(Instant now) {
    return now.isBefore(closesAt);
  }

  boolean isRefreshDueAt(Instant now) {
    return !now.isBefore(refreshAt) && mayAttemptAt(now);
  }

  boolean mayAttemptAt(Instant now) {
    return !now.isBefore(nextAttempt);
  }

  JwksState stateAt(Instant now) {
    if (!isUsableAt(now)) {
      return JwksState.CLOSED;
    }
    if (failures > 0) {
      return JwksState.DEGRADED;
    }
    return now.isBefore(freshUntil) ? JwksState.FRESH : JwksState.STALE;
  }

  JwksStatus statusAt(Instant now) {
    boolean usable = isUsableAt(now);
    return new JwksStatus(
        stateAt(now),
        usable ? Duration.between(now, closesAt) : Duration.ZERO,
        usable ? keys.size() : 0,
        fetchedAt,
        lastFailure);
  }

  /** The ring after a successful fetch. A key that did not change keeps its object. */
  KeyRing renewed(
      Map<String, VerificationKey> fetched,
      @Nullable Duration maxAge,
      Instant now,
      JwksSettings settings) {
    Map<String, VerificationKey> merged = new LinkedHashMap<>();
    fetched.forEach((id, key) -> merged.put(id, known(key)));
    Duration lifetime = lifetime(maxAge, settings);
    return new KeyRing(
        Map.copyOf(merged),
        now,
        now.plus(lifetime.multipliedBy(REFRESH_AT_PERCENT).dividedBy(100)),
        now.plus(lifetime),
        now.plus(settings.hardExpiry()),
        0,
        lastFailure,
        Instant.MIN);
  }

  /**
   * The ring after a failed fetch: the same keys, and the next attempt later than the last time.
   */
  KeyRing failed(FetchFailure failure, Instant now, JwksSettings settings) {
    Duration wait = settings.firstRetry();
    for (int i = 0; i < failures && wait.compareTo(settings.maxRetry()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return new KeyRing(
        keys,
        fetchedAt,
        refreshAt,
        freshUntil,
        closesAt,
        failures + 1,
        failure,
        now.plus(shorter(wait, settings.maxRetry())));
  }

  private VerificationKey known(VerificationKey key) {
    VerificationKey old = keys.get(key.id());
    return old != null && old.isSameAs(key) ? old : key;
  }

  private static Duration lifetime(@Nullable Duration maxAge, JwksSettings settings) {
    if (maxAge == null) {
      return settings.lifetime();
    }
    Duration bounded = shorter(maxAge, settings.lifetime());
    return bounded.compareTo(settings.minLifetime()) < 0 ? settings.minLifetime() : bounded;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
