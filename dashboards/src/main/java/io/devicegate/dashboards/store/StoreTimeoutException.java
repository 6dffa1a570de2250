package io.devicegate.dashboards.store;

import java.time.Duration;

/** A question took longer than {@link StoreProperties#queryTimeout} and was given up. */
public final class StoreTimeoutException extends StoreUnavailableException {

  private static final long serialVersionUID = 1L;

  private final Duration limit;

  StoreTimeoutException(Duration limit, Throwable cause) {
    super("A question took longer than " + limit + " and was given up", cause);
    this.limit = limit;
  }

  /** How long a question may take. */
  public Duration limit() {
    return limit;
  }
}
