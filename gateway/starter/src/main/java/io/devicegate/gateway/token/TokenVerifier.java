package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Verifies tokens of all configured tenants. The unverified {@code iss} only chooses which tenant
 * verifies the token; that tenant's decoder then requires it. Tenants never share keys.
 */
public final class TokenVerifier {

  private final Map<String, TenantVerifier> byIssuer;

  TokenVerifier(
      List<Tenant> tenants,
      IssuerClient client,
      KeysProperties properties,
      GatewayMetrics metrics,
      Clock clock) {
    Map<String, TenantVerifier> verifiers = new HashMap<>();
    for (Tenant tenant : tenants) {
      JwksSource keys = new JwksSource(tenant, client, properties, metrics, clock);
      verifiers.put(
          tenant.issuer(),
          new TenantVerifier(
              new EarlyChecks(tenant, clock), new TenantDecoder(tenant, keys, clock)));
    }
    this.byIssuer = Map.copyOf(verifiers);
  }

  /** Verifies a token; completes with a {@link RefusedException} unless it is good. */
  public CompletableFuture<VerifiedToken> verify(BearerToken token) {
    try {
      UnverifiedToken unverified = UnverifiedToken.of(token);
      TenantVerifier verifier = byIssuer.get(unverified.issuer());
      if (verifier == null) {
        throw new RefusedException(Reason.ISSUER_UNKNOWN);
      }
      verifier.earlyChecks.check(unverified);
      return verifier.decoder.decode(token);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private record TenantVerifier(EarlyChecks earlyChecks, TenantDecoder decoder) {}
}
