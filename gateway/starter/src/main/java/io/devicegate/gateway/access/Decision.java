package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusalHints;
import io.devicegate.gateway.policy.Ruling;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What was decided about a request. */
public sealed interface Decision {

  /** Identifies the decision in the answer, the log, the span and the upstream's request. */
  String id();

  /** Who asked, as far as a verified token says. */
  @Nullable DevicePrincipal principal();

  /** What the access policies said; null when they were not asked. */
  @Nullable Ruling ruling();

  /**
   * The request goes to the upstream. Without a principal on a route that requires none.
   *
   * @param dpopNonce nonce for the client's next proof (RFC 9449 section 8.2); null as a rule
   */
  record Allow(
      String id,
      @Nullable DevicePrincipal principal,
      @Nullable String dpopNonce,
      @Nullable Ruling ruling)
      implements Decision {

    public Allow(String id, @Nullable DevicePrincipal principal) {
      this(id, principal, null, null);
    }
  }

  /**
   * The request ends here.
   *
   * @param detail one sentence for the caller; repeats nothing of an unverified token
   * @param hints what to tell the caller beyond the reason
   * @param signal the signal that refused it; null as a rule
   */
  record Refuse(
      String id,
      Reason reason,
      String detail,
      @Nullable DevicePrincipal principal,
      RefusalHints hints,
      @Nullable Signal signal,
      @Nullable Ruling ruling)
      implements Decision {

    private static final int CANNOT_CHECK = 503;

    public Refuse(String id, Reason reason, String detail, @Nullable DevicePrincipal principal) {
      this(id, reason, detail, principal, RefusalHints.NONE, null, null);
    }

    public Refuse(
        String id,
        Reason reason,
        String detail,
        @Nullable DevicePrincipal principal,
        RefusalHints hints) {
      this(id, reason, detail, principal, hints, null, null);
    }

    /** A refusal with what the access policies said, whether it is theirs or not. */
    Refuse(
        String id,
        Reason reason,
        String detail,
        @Nullable DevicePrincipal principal,
        RefusalHints hints,
        @Nullable Ruling ruling) {
      this(id, reason, detail, principal, hints, null, ruling);
    }

    /** A refusal by a signal. */
    static Refuse by(Signal signal, String id, DevicePrincipal principal) {
      Reason reason = Reason.SIGNAL_ACTIVE;
      return new Refuse(id, reason, reason.detail(), principal, RefusalHints.NONE, signal, null);
    }

    /**
     * When to come again, in seconds, rounded up; 0 when waiting does not help. What could not be
     * checked may be checked again soon.
     */
    long retryAfterSeconds() {
      Duration wait = hints.retryAfter();
      long atLeast = reason.status() == CANNOT_CHECK ? 1 : 0;
      return wait == null ? atLeast : Math.max(1, wait.plusMillis(999).toSeconds());
    }
  }
}
