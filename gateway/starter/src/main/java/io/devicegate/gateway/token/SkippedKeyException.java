package io.devicegate.gateway.token;

/** A key of a set cannot be used. */
final class SkippedKeyException extends Exception {

  private static final long serialVersionUID = 1L;

  private final SkippedKey reason;

  SkippedKeyException(SkippedKey reason) {
    super(reason.name(), null, false, false);
    this.reason = reason;
  }

  SkippedKey reason() {
    return reason;
  }
}
