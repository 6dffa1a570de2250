package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.token.VerifiedToken;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whether the login behind a token is as recent and as strong as demanded (RFC 9470). What the
 * token does not say is not assumed: without {@code auth_time} it is too old, without {@code acr}
 * too weak.
 */
final class StepUp {

  private StepUp() {}

  /** Returns why the login does not suffice; null when it does. */
  static @Nullable Reason refusal(LoginDemand demand, VerifiedToken token, Instant now) {
    if (demand.maxAge() != null) {
      Instant login = token.time("auth_time");
      if (login == null || login.plus(demand.maxAge()).isBefore(now)) {
        return Reason.AUTHENTICATION_TOO_OLD;
      }
    }
    if (!demand.acrValues().isEmpty()
        && !(token.claim("acr") instanceof String acr && demand.acrValues().contains(acr))) {
      return Reason.AUTHENTICATION_TOO_WEAK;
    }
    return null;
  }
}
