package io.devicegate.dashboards.collector;

/** A delivery that cannot be read at all. The message says where and why, never what it held. */
final class PayloadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Kind kind;

  PayloadException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  Kind kind() {
    return kind;
  }

  /** Whose rule it broke. */
  enum Kind {
    MALFORMED,
    TOO_LARGE
  }
}
