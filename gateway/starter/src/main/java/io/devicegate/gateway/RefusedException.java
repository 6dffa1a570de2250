package io.devicegate.gateway;

import static java.util.Objects.requireNonNull;

/**
 * Ends a check with a refusal. Carries no stack trace, since it is an answer and not a fault, and
 * no text of the client's.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;

  public RefusedException(Reason reason) {
    super(requireNonNull(reason, "reason").wireName(), null, false, false);
    this.reason = reason;
  }

  /** Why the request is refused. */
  public Reason reason() {
    return reason;
  }
}
