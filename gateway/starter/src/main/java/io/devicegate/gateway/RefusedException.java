package io.devicegate.gateway;

import static java.util.Objects.requireNonNull;

/**
 * Ends a check with a refusal. Carries no stack trace, since it is an answer and not a fault, and
 * no text of the client's.
 */
public final class RefusedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient RefusalHints hints;

  public RefusedException(Reason reason) {
    this(reason, RefusalHints.NONE);
  }

  public RefusedException(Reason reason, RefusalHints hints) {
    super(requireNonNull(reason, "reason").wireName(), null, false, false);
    this.reason = reason;
    this.hints = requireNonNull(hints, "hints");
  }

  /** Why the request is refused. */
  public Reason reason() {
    return reason;
  }

  /** What to tell the caller beyond the reason. */
  public RefusalHints hints() {
    return hints;
  }
}
