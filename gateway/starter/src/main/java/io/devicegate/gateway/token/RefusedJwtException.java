package io.devicegate.gateway.token;

import org.springframework.security.oauth2.jwt.BadJwtException;

/** A token is bad. */
public final class RefusedJwtException extends BadJwtException {

  private static final long serialVersionUID = 1L;

  private final TokenRefusal reason;

  RefusedJwtException(TokenRefusal reason) {
    super(reason.description());
    this.reason = reason;
  }

  public TokenRefusal reason() {
    return reason;
  }
}
