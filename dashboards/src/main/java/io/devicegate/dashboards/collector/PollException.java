package io.devicegate.dashboards.collector;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A tenant's log that could not be read now. The message never holds a token or a secret. */
final class PollException extends Exception {

  private static final long serialVersionUID = 1L;

  private final String result;
  private final transient @Nullable Duration retryAfter;

  PollException(String result, String message) {
    this(result, message, null);
  }

  private PollException(String result, String message, @Nullable Duration retryAfter) {
    super(message);
    this.result = result;
    this.retryAfter = retryAfter;
  }

  /** The other side asks for patience; without a time if it says none. */
  static PollException rateLimited(String peer, @Nullable Duration retryAfter) {
    return new PollException("rate_limited", peer + " answers 429: too many requests", retryAfter);
  }

  static PollException status(int status) {
    return new PollException("status", "The tenant answers with status " + status);
  }

  static PollException unauthorized(String message) {
    return new PollException("unauthorized", message);
  }

  static PollException malformed(String message) {
    return new PollException("malformed", message);
  }

  /** A short code for metrics, from a closed list. */
  String result() {
    return result;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
