package io.devicegate.gateway.token;

import static java.util.concurrent.CompletableFuture.delayedExecutor;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Remembers tokens that were verified, and, apart from them and shortly, tokens whose signature was
 * not valid.
 *
 * <p>A verified token is kept until it expires, its key expires or is removed, or its time to live
 * is over, whichever is first. A token is found only in the spelling and for the policy that it was
 * verified with. Both parts are bounded in bytes, and nothing enters the first that was not
 * verified, so what strangers send cannot displace it.
 *
 * <p>Safe for use by many threads; a key that is removed while a token that it verified is being
 * inserted wins.
 */
public final class TokenCache {

  /**
   * A token is there as a string, as bytes in claims and headers, and as the objects that hold
   * them.
   */
  private static final int BYTES_PER_CHARACTER = 3;

  private static final int BYTES_PER_ENTRY = 1_000;

  /**
   * How long what was read and written waits for its bookkeeping. Done at once, it would wake
   * another thread every few requests, which costs a request more than the look-up. What does not
   * fit in Caffeine's buffers until then is not counted as read, or done by whoever writes.
   */
  private static final Duration BOOKKEEPING = Duration.ofMillis(100);

  private final TokenCacheSettings settings;
  private final Clock clock;
  private final Cache<TokenKey, VerifiedJwt> verified;
  private final Cache<TokenKey, VerificationKey> badSignatures;

  public TokenCache(TokenCacheSettings settings, Clock clock, Ticker ticker) {
    this.settings = settings;
    this.clock = clock;
    this.verified =
        builder(ticker)
            .maximumWeight(settings.maxBytes())
            .weigher((TokenKey key, VerifiedJwt token) -> weight(key))
            .expireAfter(Expiry.creating((TokenKey key, VerifiedJwt token) -> timeToLive(token)))
            .build();
    this.badSignatures =
        builder(ticker)
            .maximumWeight(settings.maxRefusedBytes())
            .weigher((TokenKey key, VerificationKey signer) -> weight(key))
            .expireAfterWrite(settings.refusedTimeToLive())
            .build();
  }

  /**
   * Forgets every token that one of these keys verified. They are of no use from the moment their
   * key is removed.
   */
  public void evict(Set<JwksEvent.KeyName> keys) {
    Set<String> thumbprints =
        keys.stream().map(JwksEvent.KeyName::thumbprint).collect(Collectors.toUnmodifiableSet());
    verified.asMap().values().removeIf(token -> thumbprints.contains(token.key().thumbprint()));
    badSignatures.asMap().values().removeIf(key -> thumbprints.contains(key.thumbprint()));
  }

  /** Number of verified tokens, roughly. */
  public long size() {
    return verified.estimatedSize();
  }

  Optional<VerifiedJwt> find(TokenKey key) {
    return Optional.ofNullable(verified.getIfPresent(key)).filter(this::isUsable);
  }

  void put(TokenKey key, VerifiedJwt token) {
    if (isUsable(token)) {
      verified.put(key, token);
    }
  }

  /** Whether the token's signature was checked lately and was not valid. */
  boolean hasBadSignature(TokenKey key) {
    VerificationKey signer = badSignatures.getIfPresent(key);
    return signer != null && !signer.isRemoved();
  }

  /** Remembers a bad signature: it depends on nothing but the token and this key. */
  void putBadSignature(TokenKey key, VerificationKey signer) {
    badSignatures.put(key, signer);
  }

  /** Runs what is due, so that a test sees the bounds kept. */
  void cleanUp() {
    verified.cleanUp();
    badSignatures.cleanUp();
  }

  /** Number of tokens remembered for their bad signature, roughly. */
  public long refusedSize() {
    return badSignatures.estimatedSize();
  }

  private static Caffeine<Object, Object> builder(Ticker ticker) {
    return Caffeine.newBuilder()
        .ticker(ticker)
        .executor(
            delayedExecutor(
                BOOKKEEPING.toMillis(), TimeUnit.MILLISECONDS, ForkJoinPool.commonPool()));
  }

  private boolean isUsable(VerifiedJwt token) {
    return !token.key().isRemoved() && clock.instant().isBefore(token.usableUntil());
  }

  private Duration timeToLive(VerifiedJwt token) {
    Duration left = Duration.between(clock.instant(), token.usableUntil());
    return left.compareTo(settings.timeToLive()) < 0 ? left : settings.timeToLive();
  }

  private static int weight(TokenKey key) {
    return BYTES_PER_ENTRY + BYTES_PER_CHARACTER * key.length();
  }
}
