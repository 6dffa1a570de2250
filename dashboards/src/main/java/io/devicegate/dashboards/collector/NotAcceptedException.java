package io.devicegate.dashboards.collector;

/** A delivery that cannot be taken now; the sender should come again. */
final class NotAcceptedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String reason;

  private NotAcceptedException(String reason, String message) {
    super(message);
    this.reason = reason;
  }

  static NotAcceptedException queueFull() {
    return new NotAcceptedException("queue_full", "The event queue is full");
  }

  static NotAcceptedException closed() {
    return new NotAcceptedException("closed", "The event queue is closing");
  }

  static NotAcceptedException defect() {
    return new NotAcceptedException("defect", "The delivery could not be processed");
  }

  /** A short code for metrics. */
  String reason() {
    return reason;
  }
}
