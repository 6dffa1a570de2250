package io.devicegate.dashboards.store;

/** The store cannot be opened, read or written now; the message says which and what to do. */
public sealed class StoreUnavailableException extends RuntimeException
    permits StoreTimeoutException {

  private static final long serialVersionUID = 1L;

  public StoreUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }

  public StoreUnavailableException(String message) {
    super(message);
  }
}
