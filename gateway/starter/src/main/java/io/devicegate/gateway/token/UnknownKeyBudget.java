package io.devicegate.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Bounds what tokens with unknown key ids can make the gateway do to an issuer.
 *
 * <p>A token bucket limits the fetches, and an id that the issuer has just been asked for is not
 * asked for again. Auth0 counts fetches of its keys against the tenant's rate limit.
 */
final class UnknownKeyBudget {

  private final JwksSettings.UnknownKeys settings;
  private final Clock clock;
  private final Cache<String, Instant> unknown;

  /** Since when fetches have been earned, one each interval, that nobody has taken yet. */
  private Instant earningSince;

  UnknownKeyBudget(JwksSettings.UnknownKeys settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.unknown = Caffeine.newBuilder().maximumSize(settings.maxRemembered()).build();
    this.earningSince = fullAt(clock.instant());
  }

  /** Takes one fetch from the budget, if there is one. */
  synchronized boolean take() {
    Instant now = clock.instant();
    if (untilNext(now).compareTo(Duration.ZERO) > 0) {
      return false;
    }
    Instant full = fullAt(now);
    earningSince = (earningSince.isBefore(full) ? full : earningSince).plus(settings.interval());
    return true;
  }

  /** Time until the budget has a fetch again; zero when it has one now. */
  synchronized Duration untilNext() {
    Duration wait = untilNext(clock.instant());
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  void rememberUnknown(String keyId) {
    unknown.put(keyId, clock.instant().plus(settings.rememberedFor()));
  }

  boolean isKnownToBeUnknown(String keyId) {
    Instant until = unknown.getIfPresent(keyId);
    return until != null && clock.instant().isBefore(until);
  }

  private Duration untilNext(Instant now) {
    return Duration.between(now, earningSince.plus(settings.interval()));
  }

  private Instant fullAt(Instant now) {
    return now.minus(settings.interval().multipliedBy(settings.burst()));
  }
}
