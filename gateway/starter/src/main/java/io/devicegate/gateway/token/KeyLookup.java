package io.devicegate.gateway.token;

import java.time.Duration;
import java.time.Instant;

/** What an issuer's key source knows about a {@code kid}. */
sealed interface KeyLookup {

  /**
   * The issuer has the key.
   *
   * @param key key to verify with
   * @param usableUntil when the key may no longer be used unless it is fetched again
   */
  record Found(VerificationKey key, Instant usableUntil) implements KeyLookup {}

  /** The issuer was asked and has no such key: the token is bad. */
  record UnknownKey() implements KeyLookup {}

  /**
   * The issuer could not be asked: the token can be neither accepted nor refused.
   *
   * @param retryAfter when asking again may help, at least one second
   */
  record Unavailable(Duration retryAfter) implements KeyLookup {}
}
