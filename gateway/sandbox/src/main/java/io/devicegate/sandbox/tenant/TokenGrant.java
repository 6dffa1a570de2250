package io.devicegate.sandbox.tenant;

import java.util.Map;

/** One grant type of the token endpoint. */
interface TokenGrant {

  /** Value of {@code grant_type}. */
  String type();

  /**
   * Answers a token request.
   *
   * @return the token response (RFC 6749 section 5.1)
   * @throws OAuthException when the request is refused; what the tenant logs about it is logged
   */
  Map<String, Object> exchange(OAuthCall call);
}
