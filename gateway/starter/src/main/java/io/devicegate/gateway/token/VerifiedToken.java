package io.devicegate.gateway.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token whose signature, issuer, audience, type and times were good when it was verified. It does
 * not hold the token itself.
 *
 * @param tenant the tenant that issued it
 * @param subject its {@code sub}
 * @param client the client it was issued to, {@code azp} or {@code client_id}
 * @param scopes its scopes, in order
 * @param claims all claims; times are {@link Instant}s
 * @param expiresAt its {@code exp}
 */
public record VerifiedToken(
    Tenant tenant,
    String subject,
    @Nullable String client,
    List<String> scopes,
    Map<String, Object> claims,
    Instant expiresAt) {

  public VerifiedToken {
    scopes = List.copyOf(scopes);
  }

  /** Whether the token is past its end, the tenant's clock skew allowed for. */
  public boolean isExpired(Instant now) {
    return !now.minus(tenant.clockSkew()).isBefore(expiresAt);
  }
}
