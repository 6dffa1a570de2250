package io.devicegate.gateway.token;

import static io.devicegate.gateway.token.Settings.require;

import java.time.Duration;

/**
 * How many tokens are remembered, and for how long.
 *
 * @param maxBytes memory for verified tokens, estimated from their length
 * @param timeToLive longest time that a token is not verified again
 * @param maxRefusedBytes memory for tokens with a bad signature
 * @param refusedTimeToLive how long a bad signature is remembered
 */
public record TokenCacheSettings(
    long maxBytes, Duration timeToLive, long maxRefusedBytes, Duration refusedTimeToLive) {

  public static final TokenCacheSettings DEFAULTS =
      new TokenCacheSettings(
          256L * 1024 * 1024, Duration.ofHours(1), 1024 * 1024, Duration.ofSeconds(10));

  public TokenCacheSettings {
    require(maxBytes > 0, "maxBytes", maxBytes, "> 0");
    require(isPositive(timeToLive), "timeToLive", timeToLive, "> 0");
    require(maxRefusedBytes > 0, "maxRefusedBytes", maxRefusedBytes, "> 0");
    require(isPositive(refusedTimeToLive), "refusedTimeToLive", refusedTimeToLive, "> 0");
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}
