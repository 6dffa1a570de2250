package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusalHints;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.introspection.IntrospectedTokens;
import io.devicegate.gateway.introspection.Introspection;
import io.devicegate.gateway.introspection.IntrospectionSettings;
import io.devicegate.gateway.introspection.JdkTransport;
import io.devicegate.gateway.introspection.OpaqueTokens;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Checks tokens that are no JWTs. Such a token does not say whose it is, and must not be shown to
 * an issuer that it is not of; so one tenant at most has introspection.
 */
final class OpaqueTokenCheck {

  /** 128 bits in base64: RFC 6749 section 10.10 forbids tokens that are easier to guess. */
  private static final int SHORTEST = 22;

  /** How long a token is believed whose issuer does not say when it ends. */
  private static final Duration UNSPECIFIED_LIFETIME = Duration.ofHours(1);

  private final List<Tenant> tenants;
  private final OpaqueTokens tokens;
  private final Clock clock;

  /**
   * Creates a check.
   *
   * @param tenants the tenant whose tokens these are; empty when there is none
   */
  private OpaqueTokenCheck(List<Tenant> tenants, OpaqueTokens tokens, Clock clock) {
    this.tenants = tenants;
    this.tokens = tokens;
    this.clock = clock;
  }

  static OpaqueTokenCheck of(List<Tenant> tenants, Clock clock) {
    for (Tenant tenant : tenants) {
      if (tenant.introspection() != null) {
        IntrospectionSettings settings = tenant.introspection().settings(tenant);
        return new OpaqueTokenCheck(
            List.of(tenant),
            new IntrospectedTokens(settings, new JdkTransport(settings), clock),
            clock);
      }
    }
    boolean auth0 = tenants.stream().anyMatch(tenant -> tenant.preset() == IssuerPreset.AUTH0);
    return new OpaqueTokenCheck(
        List.of(), auth0 ? OpaqueTokens.unsupported() : OpaqueTokenCheck::malformed, clock);
  }

  CompletableFuture<CheckedToken> check(String token) {
    return token.length() < SHORTEST
        ? CompletableFuture.failedFuture(new RefusedException(Reason.TOKEN_MALFORMED))
        : tokens.check(token).thenApply(this::checked);
  }

  private CheckedToken checked(Introspection introspection) {
    if (introspection instanceof Introspection.Active active) {
      return new CheckedToken(
          VerifiedTokens.ofAnswer(
              tenants.get(0), active.claims(), clock.instant().plus(UNSPECIFIED_LIFETIME)),
          null);
    }
    throw introspection instanceof Introspection.CannotCheck outage
        ? new RefusedException(
            Reason.INTROSPECTION_UNAVAILABLE, RefusalHints.retryAfter(outage.retryAfter()))
        : new RefusedException(reason(((Introspection.Refused) introspection).reason()));
  }

  private static Reason reason(Introspection.Reason reason) {
    return switch (reason) {
      case MALFORMED -> Reason.TOKEN_MALFORMED;
      case INACTIVE -> Reason.TOKEN_INACTIVE;
      case EXPIRED -> Reason.TOKEN_EXPIRED;
      case NOT_YET_VALID -> Reason.TOKEN_NOT_YET_VALID;
      case WRONG_ISSUER -> Reason.ISSUER_UNKNOWN;
      case WRONG_AUDIENCE -> Reason.AUDIENCE_WRONG;
      case WRONG_TYPE -> Reason.TOKEN_TYPE_REFUSED;
      case AUDIENCE_NOT_REQUESTED -> Reason.AUDIENCE_NOT_REQUESTED;
    };
  }

  private static CompletableFuture<Introspection> malformed(String token) {
    return CompletableFuture.completedFuture(
        new Introspection.Refused(Introspection.Reason.MALFORMED));
  }
}
