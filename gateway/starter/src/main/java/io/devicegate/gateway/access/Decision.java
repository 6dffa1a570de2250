package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import org.jspecify.annotations.Nullable;

/** What was decided about a request. */
public sealed interface Decision {

  /** Identifies the decision in the answer, the log, the span and the upstream's request. */
  String id();

  /** Who asked, as far as a verified token says. */
  @Nullable DevicePrincipal principal();

  /** The request goes to the upstream. Without a principal on a route that requires none. */
  record Allow(String id, @Nullable DevicePrincipal principal) implements Decision {}

  /**
   * The request ends here.
   *
   * @param detail one sentence for the caller; repeats nothing of an unverified token
   * @param retryAfterSeconds when to come again; 0 when waiting does not help
   */
  record Refuse(
      String id,
      Reason reason,
      String detail,
      @Nullable DevicePrincipal principal,
      long retryAfterSeconds)
      implements Decision {

    private static final int CANNOT_CHECK = 503;

    /** What could not be checked may be checked again at once; for the rest, waiting is no help. */
    public Refuse(String id, Reason reason, String detail, @Nullable DevicePrincipal principal) {
      this(id, reason, detail, principal, reason.status() == CANNOT_CHECK ? 1 : 0);
    }
  }
}
