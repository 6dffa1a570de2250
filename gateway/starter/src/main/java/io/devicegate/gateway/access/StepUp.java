package io.devicegate.gateway.access;

import io.devicegate.gateway.Reason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether the login behind a token is as recent and as strong as a route demands (RFC 9470). What
 * the token does not say is not assumed: without {@code auth_time} it is too old, without {@code
 * acr} too weak.
 */
final class StepUp {

  /** Auth0 lets an Action set claims under a name of its own only. */
  private static final String NAMESPACE = "https://devicegate.io/";

  /** Last second of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private StepUp() {}

  /** Returns why the login does not suffice; null when it does. */
  static @Nullable Reason refusal(RoutePolicy policy, Map<String, Object> claims, Instant now) {
    if (policy.maxAge() != null) {
      Instant login = time(claim(claims, "auth_time"));
      if (login == null || login.plus(policy.maxAge()).isBefore(now)) {
        return Reason.AUTHENTICATION_TOO_OLD;
      }
    }
    if (!policy.acrValues().isEmpty()
        && !(claim(claims, "acr") instanceof String acr && policy.acrValues().contains(acr))) {
      return Reason.AUTHENTICATION_TOO_WEAK;
    }
    return null;
  }

  private static @Nullable Object claim(Map<String, Object> claims, String name) {
    Object value = claims.get(name);
    return value == null ? claims.get(NAMESPACE + name) : value;
  }

  private static @Nullable Instant time(@Nullable Object value) {
    if (value instanceof Instant time) {
      return time;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= LAST_SECOND) {
      return Instant.ofEpochSecond(number.longValue());
    }
    return null;
  }
}
