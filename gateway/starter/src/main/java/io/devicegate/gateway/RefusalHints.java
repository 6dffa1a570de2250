package io.devicegate.gateway;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a refused caller is told beyond the reason.
 *
 * @param retryAfter when trying again may help; null for soon
 * @param challenge value of {@code WWW-Authenticate} in place of the usual one; null for that
 * @param dpopNonce value of {@code DPoP-Nonce} (RFC 9449 section 9); null for none
 */
public record RefusalHints(
    @Nullable Duration retryAfter, @Nullable String challenge, @Nullable String dpopNonce) {

  /** Nothing to add. */
  public static final RefusalHints NONE = new RefusalHints(null, null, null);

  /** When trying again may help. */
  public static RefusalHints retryAfter(Duration wait) {
    return new RefusalHints(wait, null, null);
  }
}
