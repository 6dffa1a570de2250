package io.devicegate.gateway.token;

import static io.devicegate.gateway.token.Settings.require;

import java.time.Duration;

/**
 * How the keys of an issuer are fetched and kept.
 *
 * @param lifetime how long fetched keys are fresh, at most; a shorter {@code max-age} of the answer
 *     is honoured
 * @param minLifetime how long fetched keys are fresh, at least
 * @param hardExpiry how long after their fetch keys are used while the issuer cannot be reached
 * @param firstRetry time to the next attempt after a failed fetch; doubles with each further
 *     failure
 * @param maxRetry longest time to the next attempt
 * @param unknownKeys bounds of what unknown key ids can cost
 * @param fetch bounds of one request
 */
public record JwksSettings(
    Duration lifetime,
    Duration minLifetime,
    Duration hardExpiry,
    Duration firstRetry,
    Duration maxRetry,
    UnknownKeys unknownKeys,
    Fetch fetch) {

  /** Auth0's guidance is a lifetime of 5 to 10 minutes. */
  public static final JwksSettings DEFAULTS =
      new JwksSettings(
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofHours(1),
          Duration.ofSeconds(1),
          Duration.ofMinutes(1),
          new UnknownKeys(2, Duration.ofSeconds(30), 1_000, Duration.ofSeconds(30)),
          new Fetch(Duration.ofSeconds(1), Duration.ofSeconds(3), 256 * 1024, 100));

  public JwksSettings {
    require(isPositive(minLifetime), "minLifetime", minLifetime, "> 0");
    require(lifetime.compareTo(minLifetime) >= 0, "lifetime", lifetime, ">= minLifetime");
    require(hardExpiry.compareTo(lifetime) >= 0, "hardExpiry", hardExpiry, ">= lifetime");
    require(isPositive(firstRetry), "firstRetry", firstRetry, "> 0");
    require(maxRetry.compareTo(firstRetry) >= 0, "maxRetry", maxRetry, ">= firstRetry");
  }

  /**
   * Bounds of what tokens with unknown key ids can cost.
   *
   * @param burst number of fetches that unknown ids can cause at once
   * @param interval time after which they can cause one more
   * @param maxRemembered number of ids remembered as unknown
   * @param rememberedFor how long an id is remembered as unknown
   */
  public record UnknownKeys(
      int burst, Duration interval, int maxRemembered, Duration rememberedFor) {
    public UnknownKeys {
      require(burst > 0, "unknownKeys.burst", burst, "> 0");
      require(isPositive(interval), "unknownKeys.interval", interval, "> 0");
      require(maxRemembered > 0, "unknownKeys.maxRemembered", maxRemembered, "> 0");
      require(isPositive(rememberedFor), "unknownKeys.rememberedFor", rememberedFor, "> 0");
    }
  }

  /**
   * Bounds of one request for keys.
   *
   * @param connectTimeout time to connect
   * @param responseTimeout time from the start of a request to the last byte of its answer
   * @param maxBytes size of an answer
   * @param maxKeys number of keys in an answer
   */
  public record Fetch(
      Duration connectTimeout, Duration responseTimeout, int maxBytes, int maxKeys) {
    public Fetch {
      require(isPositive(connectTimeout), "fetch.connectTimeout", connectTimeout, "> 0");
      require(isPositive(responseTimeout), "fetch.responseTimeout", responseTimeout, "> 0");
      require(maxBytes > 0, "fetch.maxBytes", maxBytes, "> 0");
      require(maxKeys > 0, "fetch.maxKeys", maxKeys, "> 0");
    }
  }

  private static boolean isPositive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }
}
