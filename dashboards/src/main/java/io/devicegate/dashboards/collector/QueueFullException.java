package io.devicegate.dashboards.collector;

/** There is no room for a delivery now; the sender should come again. */
final class QueueFullException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  QueueFullException() {
    super("The event queue is full");
  }
}
