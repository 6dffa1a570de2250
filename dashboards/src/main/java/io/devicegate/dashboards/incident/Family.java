package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event says about the health of its step. */
public enum Family {
  /** The step worked. */
  SUCCESS,
  /** The step did not work, and no user is to blame. */
  FAULT,
  /** Somebody gave a code or a password that is wrong: usual in small numbers, else an attack. */
  REFUSED_INPUT,
  /** A device code ran out before its user was done. */
  UNFINISHED,
  /** A user chose to stop. */
  CANCELLED,
  /** Says nothing: polls that wait, notices, codes that nobody knows, callers without a token. */
  SILENT;

  private static final Set<String> RAN_OUT = Set.of("expired_token", "invalid_grant");

  private static final Set<String> WAITING = Set.of("authorization_pending", "slow_down");

  private static final Set<String> WRONG_INPUT =
      Set.of("fdeac", "fp", "fu", "limit_mu", "limit_sul", "limit_wc", "pwd_leak");

  /** Requests that never were a device's; anybody on the network can make any number of them. */
  private static final Set<String> STRAY =
      Set.of(
          "token_missing",
          "path_ambiguous",
          "host_ambiguous",
          "method_refused",
          "token_malformed",
          "token_in_query",
          "token_in_cookie",
          "token_in_form",
          "signal_active");

  private static final String RATE_LIMIT = "api_limit";

  /** The family of a kind of event. */
  public static Family of(EventCount kind) {
    return switch (kind.outcome()) {
      case SUCCESS -> SUCCESS;
      case CANCELLED -> CANCELLED;
      case PENDING, INFORMATION, UNKNOWN -> SILENT;
      case FAILURE -> ofFailure(kind);
    };
  }

  /** The step of a kind of event; null if it belongs to none. */
  static @Nullable Stage step(EventCount kind) {
    if (kind.source().equals(Event.GATEWAY)) {
      // A token that is refused early was not yet known to be a device's.
      return Stage.CALL;
    }
    if (kind.type().equals(RATE_LIMIT)) {
      return Stage.REQUEST;
    }
    return kind.stage() == Stage.NONE ? null : kind.stage();
  }

  private static Family ofFailure(EventCount kind) {
    String reason = kind.reason() == null ? "" : kind.reason();
    if (kind.source().equals(Event.GATEWAY)) {
      return STRAY.contains(reason) ? SILENT : FAULT;
    }
    if (kind.type().equals("fdeac") && reason.equals("access_denied")) {
      // The code was right; what refused its user tells of it at its own step.
      return SILENT;
    }
    if (WRONG_INPUT.contains(kind.type())) {
      return REFUSED_INPUT;
    }
    if (kind.stage() == Stage.EXCHANGE && RAN_OUT.contains(reason)) {
      return UNFINISHED;
    }
    return WAITING.contains(reason) ? SILENT : FAULT;
  }
}
