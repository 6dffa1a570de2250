package io.devicegate.gateway;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletionException;

/**
 * Ends a check with a refusal. Carries no stack trace, since it is an answer and not a fault, and
 * no text of the client's.
 *
 * <p>A future hands it on as it is: any other exception it would put into one of its own, with the
 * stack trace that this one does without.
 */
public final class RefusedException extends CompletionException {

  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final transient RefusalHints hints;

  public RefusedException(Reason reason) {
    this(reason, RefusalHints.NONE);
  }

  public RefusedException(Reason reason, RefusalHints hints) {
    super(requireNonNull(reason, "reason").wireName());
    this.reason = reason;
    this.hints = requireNonNull(hints, "hints");
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
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
