package io.devicegate.gateway.token;

/**
 * A document is not what it should be. Carries no stack trace: it is thrown for what strangers
 * send.
 */
final class MalformedJsonException extends Exception {

  private static final long serialVersionUID = 1L;

  MalformedJsonException(String message) {
    super(message, null, false, false);
  }
}
