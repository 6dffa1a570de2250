package io.devicegate.gateway.token;

/**
 * A key document could not be fetched or used; carries the reason and never any part of the
 * document.
 */
public final class KeyFetchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final FetchFailure failure;

  public KeyFetchException(FetchFailure failure, String message) {
    super(message);
    this.failure = failure;
  }

  public KeyFetchException(FetchFailure failure, String message, Throwable cause) {
    super(message, cause);
    this.failure = failure;
  }

  public FetchFailure failure() {
    return failure;
  }
}
