package io.devicegate.gateway.protocol;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Device exchanges that the issuer's log told of, in this process, bounded and only as long as
 * their tokens live. What is forgotten is unknown again, which opens nothing.
 *
 * <p>Safe for use by many threads.
 */
public final class LoggedExchanges implements DeviceExchangeEvidence {

  /** The longest {@code jti} that is remembered; issuers make them of some dozens of characters. */
  private static final int MAX_ID_LENGTH = 256;

  private final Clock clock;
  private final Cache<Exchange, Instant> exchanges;

  /**
   * Creates a store.
   *
   * @param capacity maximum number of exchanges remembered, above 0
   */
  public LoggedExchanges(int capacity, Clock clock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.clock = clock;
    this.exchanges =
        Caffeine.newBuilder()
            .maximumSize(capacity)
            .expireAfter(
                Expiry.creating(
                    (Exchange exchange, Instant until) -> Duration.between(now(), until)))
            .build();
  }

  /**
   * Remembers an exchange.
   *
   * @param tenant the tenant's name, from the configuration
   * @param tokenId the {@code access_token_jti} of the event; longer than 256 characters is ignored
   * @param until when the token has expired
   */
  public void add(String tenant, String tokenId, Instant until) {
    if (!tokenId.isEmpty() && tokenId.length() <= MAX_ID_LENGTH && now().isBefore(until)) {
      exchanges.put(new Exchange(tenant, tokenId), until);
    }
  }

  @Override
  public boolean issuedByDeviceFlow(String tenant, String tokenId) {
    Instant until = exchanges.getIfPresent(new Exchange(tenant, tokenId));
    return until != null && now().isBefore(until);
  }

  /** Number of exchanges remembered, roughly. */
  public long size() {
    exchanges.cleanUp();
    return exchanges.estimatedSize();
  }

  private Instant now() {
    return clock.instant();
  }

  private record Exchange(String tenant, String tokenId) {}
}
