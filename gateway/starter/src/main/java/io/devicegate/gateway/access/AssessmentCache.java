package io.devicegate.gateway.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.login.LoginVerdict;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import io.devicegate.gateway.token.BearerToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Verified tokens, by digest. The digest covers the {@code iss}, and that alone chooses the tenant
 * and so the policy, hence one token cannot be taken for another's. Only verified tokens come in,
 * bounded by weight and no longer than each lives.
 */
final class AssessmentCache {

  /** What an entry costs besides its claims: key, node, records, collections. */
  private static final int OVERHEAD_BYTES = 1_024;

  /** Parsed claims take about this much more room than their token has characters. */
  private static final int BYTES_PER_CHARACTER = 3;

  private final Cache<BearerToken.Digest, Entry> entries;
  private final GatewayMetrics metrics;
  private final Clock clock;
  private final TokenCacheProperties properties;

  AssessmentCache(TokenCacheProperties properties, GatewayMetrics metrics, Clock clock) {
    this.properties = properties;
    this.metrics = metrics;
    this.clock = clock;
    this.entries =
        Caffeine.newBuilder()
            .maximumWeight(properties.maxSize().toBytes())
            .weigher((BearerToken.Digest digest, Entry entry) -> entry.weight)
            .expireAfter(Expiry.creating((BearerToken.Digest digest, Entry entry) -> ttl(entry)))
            .build();
    metrics.cacheSize(entries::estimatedSize);
  }

  /** What is known of the token; null when nothing is, or it is no longer true. */
  @Nullable Assessment find(BearerToken.Digest digest) {
    Assessment known = peek(digest);
    if (known == null) {
      metrics.cacheMiss();
    } else {
      metrics.cacheHit();
    }
    return known;
  }

  /** As {@link #find}, without counting. */
  @Nullable Assessment peek(BearerToken.Digest digest) {
    Entry entry = entries.getIfPresent(digest);
    // Time is checked again here: the cache's own clock only decides when memory is given back.
    return entry != null && clock.instant().isBefore(entry.until) ? entry.assessment : null;
  }

  void put(BearerToken.Digest digest, BearerToken token, Assessment assessment) {
    int weight = OVERHEAD_BYTES + BYTES_PER_CHARACTER * token.value().length();
    entries.put(digest, new Entry(assessment, until(assessment), weight));
  }

  private Instant until(Assessment assessment) {
    Instant end = assessment.token().expiresAt().plus(assessment.token().tenant().clockSkew());
    boolean mayHeal =
        assessment.verdict() instanceof LoginVerdict.Refused refused
            && refused.reason() == Reason.LOGIN_RULE_FAILED;
    Instant healed = clock.instant().plus(properties.failureTtl());
    return mayHeal && healed.isBefore(end) ? healed : end;
  }

  private Duration ttl(Entry entry) {
    return Duration.between(clock.instant(), entry.until);
  }

  private record Entry(Assessment assessment, Instant until, int weight) {}
}
