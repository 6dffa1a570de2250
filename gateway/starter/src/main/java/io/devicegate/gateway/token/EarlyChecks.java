package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses on what a token says of itself, before any key is fetched and any signature computed.
 * What passes here is still unverified; the decoder's validators check the same again after the
 * signature.
 */
final class EarlyChecks {

  /** Both of Auth0's profiles, and RFC 9068 with its long form (RFC 7515 section 4.1.9). */
  static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

  private final Tenant tenant;
  private final Clock clock;

  EarlyChecks(Tenant tenant, Clock clock) {
    this.tenant = tenant;
    this.clock = clock;
  }

  void check(UnverifiedToken token) {
    refuseUnless(tenant.algorithms().contains(token.algorithm()), Reason.ALGORITHM_REFUSED);
    refuseUnless(!token.hasCriticalHeaders(), Reason.TOKEN_TYPE_REFUSED);
    refuseUnless(isAccessToken(token.type()), Reason.TOKEN_TYPE_REFUSED);
    refuseUnless(isForUs(token.audiences()), Reason.AUDIENCE_WRONG);
    checkTimes(token.time("iat"), token.time("nbf"), token.time("exp"));
  }

  private void checkTimes(
      @Nullable Instant issuedAt, @Nullable Instant notBefore, @Nullable Instant expiresAt) {
    if (expiresAt == null || issuedAt == null) {
      throw new RefusedException(Reason.CLAIMS_INVALID);
    }
    Instant now = clock.instant();
    Instant latestStart = now.plus(tenant.clockSkew());
    refuseUnless(now.minus(tenant.clockSkew()).isBefore(expiresAt), Reason.TOKEN_EXPIRED);
    refuseUnless(!issuedAt.isAfter(latestStart), Reason.TOKEN_NOT_YET_VALID);
    refuseUnless(notBefore == null || !notBefore.isAfter(latestStart), Reason.TOKEN_NOT_YET_VALID);
    refuseUnless(
        Duration.between(issuedAt, expiresAt).compareTo(tenant.maxLifetime()) <= 0,
        Reason.LIFETIME_TOO_LONG);
  }

  private boolean isForUs(List<?> audiences) {
    return audiences.stream().allMatch(String.class::isInstance)
        && audiences.stream().anyMatch(tenant.audiences()::contains);
  }

  private static boolean isAccessToken(@Nullable String type) {
    return type == null || TYPES.contains(type.toLowerCase(Locale.ROOT));
  }

  private static void refuseUnless(boolean good, Reason reason) {
    if (!good) {
      throw new RefusedException(reason);
    }
  }
}
