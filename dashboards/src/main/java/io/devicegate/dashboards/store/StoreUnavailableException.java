package io.devicegate.dashboards.store;

/** The store cannot be opened, read or written now; the message says which and what to do. */
public final class StoreUnavailableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  StoreUnavailableException(String message) {
    super(message);
  }
}
