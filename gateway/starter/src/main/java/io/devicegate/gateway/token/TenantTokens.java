package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusalHints;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.proof.ProofMode;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Checks tokens of all configured tenants. The unverified {@code iss} only chooses which tenant
 * checks the token; that tenant then requires it. Tenants never share keys.
 *
 * <p>Since a token names its issuer, and an issuer is of one tenant, one token has one policy: all
 * tenants share a cache in which the token alone is looked up.
 */
public final class TenantTokens implements TokenCheck {

  private static final String CACHE_ID = "devicegate.tenants";

  private final Map<String, TenantVerifier> byIssuer;
  private final OpaqueTokenCheck opaque;
  private final StrictJson claims;
  private final TokenCache cache;
  private final GatewayMetrics metrics;
  private final Clock clock;

  TenantTokens(
      List<TenantVerifier> verifiers,
      OpaqueTokenCheck opaque,
      JwtLimits limits,
      TokenCache cache,
      GatewayMetrics metrics,
      Clock clock) {
    this.byIssuer =
        verifiers.stream()
            .flatMap(
                verifier -> verifier.policy().issuers().stream().map(i -> Map.entry(i, verifier)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    this.opaque = opaque;
    this.claims =
        new StrictJson(
            new StrictJson.Limits(
                limits.claimsBytes(),
                limits.claimsDepth(),
                limits.claimsValues(),
                limits.stringLength()));
    this.cache = cache;
    this.metrics = metrics;
    this.clock = clock;
    metrics.cacheSize(cache::size);
  }

  /** Whether no tenant accepts a token that is not bound by DPoP, unless a route does. */
  public boolean allRequireDpop() {
    return byIssuer.values().stream()
        .allMatch(verifier -> verifier.tenant().dpop() == ProofMode.REQUIRED);
  }

  /** The token, when it was verified before and is still good now. */
  public @Nullable VerifiedJwt find(BearerToken token) {
    VerifiedJwt known = cache.find(key(token.value())).filter(this::isInTime).orElse(null);
    if (known == null) {
      metrics.cacheMiss();
    } else {
      metrics.cacheHit();
    }
    return known;
  }

  /** Checks a token; completes with a {@link RefusedException} unless it is good. */
  public CompletableFuture<CheckedToken> check(BearerToken token) {
    if (!token.isJwt()) {
      return opaque.check(token.value());
    }
    Choice choice = choose(token.value());
    TenantVerifier verifier = choice.verifier;
    if (verifier == null) {
      return CompletableFuture.failedFuture(new RefusedException(Reason.ISSUER_UNKNOWN));
    }
    return verifier
        .tokens()
        .verify(token.value(), key(token.value()), choice.claims)
        .thenApply(verdict -> checked(verifier.tenant(), verdict));
  }

  /** Checks a JWT for an application's own security chain. */
  @Override
  public CompletableFuture<TokenVerdict> verify(String token) {
    Choice choice = choose(token);
    return choice.verifier == null
        ? CompletableFuture.completedFuture(
            new TokenVerdict.Refused(TokenRefusal.ISSUER_NOT_ALLOWED))
        : choice.verifier.tokens().verify(token, key(token), choice.claims);
  }

  private boolean isInTime(VerifiedJwt token) {
    // As it is: Spring's reader of claims converts what needs no conversion.
    Object issuer = token.jwt().getClaims().get("iss");
    TenantVerifier verifier = issuer instanceof String name ? byIssuer.get(name) : null;
    return verifier != null && verifier.policy().refuse(token.times(), clock.instant()).isEmpty();
  }

  /**
   * The verifier for a token. One that cannot be read is for any of them, since they all refuse it
   * and say why.
   */
  private Choice choose(String token) {
    TenantVerifier any = byIssuer.values().iterator().next();
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    byte[] segment = second < 0 ? null : CanonicalBase64.decode(token, first + 1, second);
    if (byIssuer.size() == 1 || segment == null) {
      return new Choice(any, null);
    }
    try {
      Map<String, Object> members = claims.readObject(segment);
      return members.get("iss") instanceof String issuer
          ? new Choice(byIssuer.get(issuer), members)
          : new Choice(any, members);
    } catch (MalformedJsonException e) {
      return new Choice(any, null);
    }
  }

  private static CheckedToken checked(Tenant tenant, TokenVerdict verdict) {
    if (verdict instanceof TokenVerdict.Verified verified) {
      VerifiedJwt jwt = verified.token();
      return new CheckedToken(
          VerifiedTokens.ofJwt(tenant, jwt.jwt().getClaims(), jwt.times().expiresAt()), jwt);
    }
    throw verdict instanceof TokenVerdict.Unavailable unavailable
        ? new RefusedException(
            Reason.KEYS_UNAVAILABLE, RefusalHints.retryAfter(unavailable.retryAfter()))
        : new RefusedException(reason(((TokenVerdict.Refused) verdict).reason()));
  }

  private static TokenKey key(String token) {
    return new TokenKey(token, CACHE_ID);
  }

  private static Reason reason(TokenRefusal refusal) {
    return switch (refusal) {
      case TOKEN_TOO_LONG -> Reason.TOKEN_TOO_LARGE;
      case TOKEN_NOT_COMPACT_JWS, TOKEN_NOT_CANONICAL, HEADER_MALFORMED, CLAIMS_MALFORMED ->
          Reason.TOKEN_MALFORMED;
      case HEADER_NOT_ALLOWED, TYPE_NOT_ALLOWED -> Reason.TOKEN_TYPE_REFUSED;
      case ALGORITHM_NOT_ALLOWED, KEY_NOT_FOR_ALGORITHM -> Reason.ALGORITHM_REFUSED;
      case KEY_ID_INVALID, KEY_UNKNOWN -> Reason.KEY_UNKNOWN;
      case CLAIM_INVALID, TIME_INVALID -> Reason.CLAIMS_INVALID;
      case ISSUER_NOT_ALLOWED -> Reason.ISSUER_UNKNOWN;
      case AUDIENCE_NOT_ALLOWED -> Reason.AUDIENCE_WRONG;
      case TOKEN_EXPIRED -> Reason.TOKEN_EXPIRED;
      case TOKEN_NOT_YET_VALID -> Reason.TOKEN_NOT_YET_VALID;
      case TOKEN_LIFETIME_TOO_LONG -> Reason.LIFETIME_TOO_LONG;
      case SIGNATURE_MALFORMED, SIGNATURE_INVALID -> Reason.SIGNATURE_INVALID;
    };
  }

  /**
   * Who checks a token.
   *
   * @param verifier null when no tenant has its issuer
   * @param claims what was read of the token to find out, so that it is read once
   */
  private record Choice(@Nullable TenantVerifier verifier, @Nullable Map<String, Object> claims) {}

  /** A tenant, what its tokens have to be, and who checks that. */
  record TenantVerifier(Tenant tenant, TokenPolicy policy, TokenVerifier tokens) {}
}
