package io.devicegate.gateway.token;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Checks bearer tokens of one issuer against one policy, from cheap to dear.
 *
 * <p>A token that was verified before is looked up and only its times are checked. Any other is
 * read strictly; its issuer, audience and times are checked, only ever to refuse it; then its key
 * is looked up and its signature verified. So a token that is bad on its face costs neither
 * cryptography nor a request to the issuer.
 *
 * <p>Never blocks. The future is complete at once unless keys have to be fetched, or signatures
 * have threads of their own; then it ends on one of these threads.
 */
public final class TokenVerifier implements TokenCheck {

  private final TokenPolicy policy;
  private final JwksSource keys;
  private final TokenCache cache;
  private final Clock clock;
  private final StrictJwtParser parser;
  private final SignatureVerifier signatures;
  private final @Nullable SignatureWork work;

  /** Verifies signatures on the caller's thread. */
  public TokenVerifier(TokenPolicy policy, JwksSource keys, TokenCache cache, Clock clock) {
    this(policy, keys, cache, clock, null);
  }

  TokenVerifier(
      TokenPolicy policy,
      JwksSource keys,
      TokenCache cache,
      Clock clock,
      @Nullable SignatureWork work) {
    this.policy = policy;
    this.keys = keys;
    this.cache = cache;
    this.clock = clock;
    this.parser = new StrictJwtParser(policy);
    this.signatures = new SignatureVerifier(CryptoProvider.preferred());
    this.work = work;
  }

  @Override
  public CompletableFuture<TokenVerdict> verify(String token) {
    return verify(token, new TokenKey(token, policy.id()));
  }

  /** As the other, with a key of the cache under which no other policy looks for this token. */
  CompletableFuture<TokenVerdict> verify(String token, TokenKey cacheKey) {
    return verify(token, cacheKey, null);
  }

  /**
   * As the others.
   *
   * @param claims the claims as JSON has them, when they were read already
   */
  CompletableFuture<TokenVerdict> verify(
      String token, TokenKey cacheKey, @Nullable Map<String, Object> claims) {
    Optional<VerifiedJwt> known = cache.find(cacheKey);
    if (known.isPresent()) {
      return CompletableFuture.completedFuture(recheck(known.get()));
    }
    ParsedJwt parsed = parser.parse(token, claims);
    return parsed instanceof ParsedJwt.WellFormed wellFormed
        ? verify(wellFormed.jwt(), cacheKey)
        : refuse(((ParsedJwt.Refused) parsed).reason());
  }

  private TokenVerdict recheck(VerifiedJwt token) {
    return policy
        .refuse(token.times(), clock.instant())
        .<TokenVerdict>map(TokenVerdict.Refused::new)
        .orElseGet(() -> new TokenVerdict.Verified(token));
  }

  private CompletableFuture<TokenVerdict> verify(StrictJwt jwt, TokenKey cacheKey) {
    Optional<TokenRefusal> refusal = policy.refuse(jwt, clock.instant());
    if (refusal.isPresent()) {
      return refuse(refusal.get());
    }
    if (cache.hasBadSignature(cacheKey)) {
      return refuse(TokenRefusal.SIGNATURE_INVALID);
    }
    return keys.lookup(jwt.keyId()).thenCompose(lookup -> verify(jwt, cacheKey, lookup));
  }

  private CompletableFuture<TokenVerdict> verify(
      StrictJwt jwt, TokenKey cacheKey, KeyLookup lookup) {
    if (lookup instanceof KeyLookup.Found found) {
      return work == null
          ? CompletableFuture.completedFuture(
              verify(jwt, cacheKey, found.key(), found.usableUntil()))
          : work.run(
              signatures.isCheap(jwt.algorithm()),
              () -> verify(jwt, cacheKey, found.key(), found.usableUntil()));
    }
    return lookup instanceof KeyLookup.Unavailable unavailable
        ? CompletableFuture.completedFuture(new TokenVerdict.Unavailable(unavailable.retryAfter()))
        : refuse(TokenRefusal.KEY_UNKNOWN);
  }

  private TokenVerdict verify(
      StrictJwt jwt, TokenKey cacheKey, VerificationKey key, Instant keyUsableUntil) {
    Optional<TokenRefusal> refusal = signatures.refuse(jwt, key, policy.highSAllowed());
    if (refusal.isPresent()) {
      if (refusal.get() == TokenRefusal.SIGNATURE_INVALID) {
        cache.putBadSignature(cacheKey, key);
      }
      return new TokenVerdict.Refused(refusal.get());
    }
    VerifiedJwt token = new VerifiedJwt(jwt, key, keyUsableUntil);
    cache.put(cacheKey, token);
    return new TokenVerdict.Verified(token);
  }

  private static CompletableFuture<TokenVerdict> refuse(TokenRefusal reason) {
    return CompletableFuture.completedFuture(new TokenVerdict.Refused(reason));
  }
}
