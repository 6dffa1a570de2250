package io.devicegate.gateway.token;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token whose signature, issuer, audience, type and times were good when it was verified, or
 * which its issuer said to be active. It does not hold the token itself.
 *
 * @param tenant the tenant that issued it
 * @param subject its {@code sub}
 * @param client the client it was issued to; null when it names none
 * @param scopes its scopes, in order
 * @param permissions its permissions or roles, in order
 * @param claims all claims; times are {@link Instant}s
 * @param expiresAt its {@code exp}
 */
public record VerifiedToken(
    Tenant tenant,
    String subject,
    @Nullable String client,
    List<String> scopes,
    List<String> permissions,
    Map<String, Object> claims,
    Instant expiresAt) {

  /** Auth0 lets an Action set claims under a name of its own only. */
  private static final String NAMESPACE = "https://devicegate.io/";

  /** Last second of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  public VerifiedToken {
    scopes = List.copyOf(scopes);
    permissions = List.copyOf(permissions);
  }

  /** The {@code iss} that it names; the tenant's, when it names none. */
  public String issuer() {
    return claims.get("iss") instanceof String issuer ? issuer : tenant.issuer();
  }

  /**
   * A claim that an Action cannot set under its plain name, such as {@code acr}: that one, else the
   * one under {@code https://devicegate.io/}; null without either.
   */
  public @Nullable Object claim(String name) {
    Object value = claims.get(name);
    return value == null ? claims.get(NAMESPACE + name) : value;
  }

  /** A time among such claims; null when it is absent or no time. */
  public @Nullable Instant time(String name) {
    Object value = claim(name);
    if (value instanceof Instant time) {
      return time;
    }
    return value instanceof Number number
            && number.doubleValue() >= 0
            && number.doubleValue() <= LAST_SECOND
        ? Instant.ofEpochSecond(number.longValue())
        : null;
  }
}
