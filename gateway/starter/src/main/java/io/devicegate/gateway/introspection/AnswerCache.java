package io.devicegate.gateway.introspection;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Answers, by the digest of their token. Active and inactive ones are kept apart, so that a flood
 * of invented tokens evicts nothing but itself.
 */
final class AnswerCache {

  /** What an entry weighs beyond its answer. */
  private static final int OVERHEAD = 256;

  private final Cache<TokenDigest, Active> active;
  private final Cache<TokenDigest, Boolean> inactive;
  private final Clock clock;
  private final Duration activeTtl;

  AnswerCache(IntrospectionSettings settings, Clock clock) {
    this.clock = clock;
    this.activeTtl = settings.activeTtl();
    Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
    this.active =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumWeight(settings.maxCachedBytes())
            .weigher((TokenDigest token, Active answer) -> answer.weight())
            .expireAfter(Expiry.creating((TokenDigest token, Active answer) -> ttl(answer)))
            .build();
    this.inactive =
        Caffeine.newBuilder()
            .ticker(ticker)
            .executor(Runnable::run)
            .maximumSize(settings.maxInactive())
            .expireAfterWrite(settings.inactiveTtl())
            .build();
  }

  @Nullable Map<String, Object> activeOrNull(TokenDigest token) {
    Active answer = active.getIfPresent(token);
    return answer == null ? null : answer.claims();
  }

  boolean isInactive(TokenDigest token) {
    return inactive.getIfPresent(token) != null;
  }

  void putActive(TokenDigest token, Map<String, Object> claims, int length) {
    active.put(token, new Active(claims, length + OVERHEAD));
  }

  void putInactive(TokenDigest token) {
    inactive.put(token, true);
  }

  private Duration ttl(Active answer) {
    if (!(answer.claims().get("exp") instanceof Number exp)) {
      return activeTtl;
    }
    long now = clock.instant().getEpochSecond();
    boolean near = exp.longValue() < now + activeTtl.toSeconds();
    return near ? Duration.ofSeconds(Math.max(0, exp.longValue() - now)) : activeTtl;
  }

  private record Active(Map<String, Object> claims, int weight) {}
}
