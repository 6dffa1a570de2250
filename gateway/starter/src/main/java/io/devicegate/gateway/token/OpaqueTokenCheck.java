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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Checks tokens that are no JWTs. Such a token does not say whose it is, and must not be shown to
 * an issuer that it is not of; so where several tenants have introspection, what it begins with
 * says whose it is, the longest of several that fit.
 */
final class OpaqueTokenCheck {

  /** 128 bits in base64: RFC 6749 section 10.10 forbids tokens that are easier to guess. */
  private static final int SHORTEST = 22;

  /** How long a token is believed whose issuer does not say when it ends. */
  private static final Duration UNSPECIFIED_LIFETIME = Duration.ofHours(1);

  private final List<Introspected> tenants;
  private final OpaqueTokens strangers;
  private final Clock clock;

  /**
   * Creates a check.
   *
   * @param tenants those with introspection
   * @param strangers tokens that are of none of them
   */
  private OpaqueTokenCheck(List<Introspected> tenants, OpaqueTokens strangers, Clock clock) {
    this.tenants =
        tenants.stream()
            .sorted(Comparator.comparingInt((Introspected each) -> -each.prefix.length()))
            .toList();
    this.strangers = strangers;
    this.clock = clock;
  }

  static OpaqueTokenCheck of(List<Tenant> tenants, Clock clock) {
    List<Introspected> introspected = new ArrayList<>();
    for (Tenant tenant : tenants) {
      IntrospectionProperties introspection = tenant.introspection();
      if (introspection != null) {
        IntrospectionSettings settings = introspection.settings(tenant);
        OpaqueTokens tokens = new IntrospectedTokens(settings, new JdkTransport(settings), clock);
        introspected.add(new Introspected(tenant, introspection.tokenPrefix(), tokens));
      }
    }
    boolean auth0 =
        tenants.stream()
            .filter(tenant -> tenant.introspection() == null)
            .anyMatch(tenant -> tenant.preset() == IssuerPreset.AUTH0);
    return new OpaqueTokenCheck(
        introspected, auth0 ? OpaqueTokens.unsupported() : OpaqueTokenCheck::malformed, clock);
  }

  CompletableFuture<CheckedToken> check(String token) {
    if (token.length() < SHORTEST) {
      return CompletableFuture.failedFuture(new RefusedException(Reason.TOKEN_MALFORMED));
    }
    for (Introspected each : tenants) {
      if (token.startsWith(each.prefix)) {
        return each.tokens.check(token).thenApply(answer -> checked(each.tenant, answer));
      }
    }
    return strangers
        .check(token)
        .thenApply(
            answer -> {
              throw refusal(answer);
            });
  }

  private CheckedToken checked(Tenant tenant, Introspection introspection) {
    if (introspection instanceof Introspection.Active active) {
      return new CheckedToken(
          VerifiedTokens.ofAnswer(
              tenant, active.claims(), clock.instant().plus(UNSPECIFIED_LIFETIME)),
          null);
    }
    throw refusal(introspection);
  }

  private static RefusedException refusal(Introspection introspection) {
    return introspection instanceof Introspection.CannotCheck outage
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

  /** A tenant with introspection, and what its tokens begin with. */
  private record Introspected(Tenant tenant, String prefix, OpaqueTokens tokens) {}

  private static CompletableFuture<Introspection> malformed(String token) {
    return CompletableFuture.completedFuture(
        new Introspection.Refused(Introspection.Reason.MALFORMED));
  }
}
