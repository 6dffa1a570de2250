package io.devicegate.gateway.token;

import java.time.Duration;
import org.springframework.security.oauth2.jwt.JwtException;

/**
 * A token could not be checked, since its issuer's keys cannot be had; the answer is 503 with
 * {@code Retry-After}.
 *
 * <p>Not a {@code BadJwtException}: nothing is known against the token.
 */
public final class KeysUnavailableException extends JwtException {

  private static final long serialVersionUID = 1L;

  private final Duration retryAfter;

  KeysUnavailableException(Duration retryAfter) {
    super("The issuer's keys are not available");
    this.retryAfter = retryAfter;
  }

  /** When trying again may help, at least one second. */
  public Duration retryAfter() {
    return retryAfter;
  }
}
