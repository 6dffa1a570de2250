package io.devicegate.gateway.token;

import com.nimbusds.jose.jwk.JWK;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys of one tenant: fetched when first needed and again after their ttl, with one request in
 * flight however many wait. Keys past their ttl serve for a bounded time while they are fetched
 * again. A token with an unknown key causes a fetch, but not more often than the cooldown allows,
 * so that made-up key ids cannot turn the gateway against the issuer.
 *
 * <p>Without keys the answer is {@link Reason#KEYS_UNAVAILABLE}: not "bad token", and never
 * "allowed".
 */
final class JwksSource {

  private static final Logger log = LoggerFactory.getLogger(JwksSource.class);

  private final String tenant;
  private final KeyLocation location;
  private final IssuerClient client;
  private final KeysProperties properties;
  private final GatewayMetrics metrics;
  private final Clock clock;

  private final AtomicReference<@Nullable CompletableFuture<KeySet>> inFlight =
      new AtomicReference<>();
  private final AtomicReference<Instant> unknownKeysFrom = new AtomicReference<>(Instant.MIN);
  private volatile @Nullable Fetched fetched;
  private volatile Instant retryFrom = Instant.MIN;

  JwksSource(
      Tenant tenant,
      IssuerClient client,
      KeysProperties properties,
      GatewayMetrics metrics,
      Clock clock) {
    this.tenant = tenant.name();
    this.location = new KeyLocation(tenant, client);
    this.client = client;
    this.properties = properties;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** The keys that may have signed a token with this {@code kid}; refuses when there are none. */
  CompletableFuture<List<JWK>> keys(@Nullable String keyId) {
    Fetched current = fetched;
    Instant now = clock.instant();
    if (current == null || now.isAfter(current.at.plus(properties.ttl()))) {
      CompletableFuture<KeySet> fresh = refresh();
      if (current == null
          || now.isAfter(current.at.plus(properties.ttl()).plus(properties.maxStale()))) {
        return fresh.thenApply(keys -> known(keys.matching(keyId)));
      }
    }
    List<JWK> matching = current.keys.matching(keyId);
    if (!matching.isEmpty()) {
      return CompletableFuture.completedFuture(matching);
    }
    return mayAskForUnknownKey(now)
        ? refresh().thenApply(keys -> known(keys.matching(keyId)))
        : CompletableFuture.failedFuture(new RefusedException(Reason.KEY_UNKNOWN));
  }

  private boolean mayAskForUnknownKey(Instant now) {
    Instant from = unknownKeysFrom.get();
    return !now.isBefore(from)
        && unknownKeysFrom.compareAndSet(from, now.plus(properties.unknownKeyCooldown()));
  }

  private CompletableFuture<KeySet> refresh() {
    if (clock.instant().isBefore(retryFrom)) {
      return CompletableFuture.failedFuture(new RefusedException(Reason.KEYS_UNAVAILABLE));
    }
    CompletableFuture<KeySet> mine = new CompletableFuture<>();
    CompletableFuture<KeySet> running = inFlight.compareAndExchange(null, mine);
    if (running != null) {
      return running;
    }
    CompletableFuture<KeySet> unused =
        location
            .find()
            .thenCompose(uri -> client.get(uri, null))
            .thenApply(KeySet::of)
            .whenComplete((keys, failure) -> finish(mine, keys, failure));
    return mine;
  }

  private void finish(
      CompletableFuture<KeySet> waiting, @Nullable KeySet keys, @Nullable Throwable failure) {
    boolean success = keys != null && !keys.keys().isEmpty();
    metrics.keysFetched(tenant, success);
    if (keys != null && success) {
      fetched = new Fetched(keys, clock.instant());
      inFlight.set(null);
      waiting.complete(keys);
      return;
    }
    log.warn(
        "The keys of tenant {} cannot be fetched: {}",
        tenant,
        failure == null ? "no usable key in the answer" : String.valueOf(failure.getMessage()));
    retryFrom = clock.instant().plus(properties.retryAfterFailure());
    inFlight.set(null);
    waiting.completeExceptionally(new RefusedException(Reason.KEYS_UNAVAILABLE));
  }

  private static List<JWK> known(List<JWK> matching) {
    if (matching.isEmpty()) {
      throw new RefusedException(Reason.KEY_UNKNOWN);
    }
    return matching;
  }

  private record Fetched(KeySet keys, Instant at) {}
}
