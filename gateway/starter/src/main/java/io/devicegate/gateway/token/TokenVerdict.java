package io.devicegate.gateway.token;

import java.time.Duration;

/** What came of checking a token. */
public sealed interface TokenVerdict {

  /**
   * The token is good.
   *
   * @param token the token
   */
  record Verified(VerifiedJwt token) implements TokenVerdict {}

  /**
   * The token is bad: 401.
   *
   * @param reason why
   */
  record Refused(TokenRefusal reason) implements TokenVerdict {}

  /**
   * The token could not be checked: 503, and never anything that lets it pass.
   *
   * @param retryAfter when trying again may help, at least one second
   */
  record Unavailable(Duration retryAfter) implements TokenVerdict {}
}
