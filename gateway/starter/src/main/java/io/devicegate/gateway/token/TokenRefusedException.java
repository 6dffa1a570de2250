package io.devicegate.gateway.token;

/**
 * A token is refused while it is being read. Thrown for what strangers send, so it carries no stack
 * trace.
 */
final class TokenRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  private final TokenRefusal reason;

  TokenRefusedException(TokenRefusal reason) {
    super(reason.code(), null, false, false);
    this.reason = reason;
  }

  TokenRefusal reason() {
    return reason;
  }
}
