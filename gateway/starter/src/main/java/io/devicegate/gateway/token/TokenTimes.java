package io.devicegate.gateway.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a token is valid (RFC 7519 section 4.1), in whole seconds, a fraction rounded to the
 * stricter side.
 *
 * @param issuedAt {@code iat}
 * @param notBefore {@code nbf}
 * @param expiresAt {@code exp}; after {@code iat} and {@code nbf}
 */
record TokenTimes(@Nullable Instant issuedAt, @Nullable Instant notBefore, Instant expiresAt) {

  boolean isOrdered() {
    return precedes(issuedAt) && precedes(notBefore);
  }

  private boolean precedes(@Nullable Instant time) {
    return time == null || time.isBefore(expiresAt);
  }
}
