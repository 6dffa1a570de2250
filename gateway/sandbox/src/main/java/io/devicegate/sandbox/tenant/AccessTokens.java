package io.devicegate.sandbox.tenant;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.stereotype.Component;

/** Issues access tokens: a JWT in the profile of its API, or an opaque token for userinfo only. */
@Component
final class AccessTokens {

  /**
   * What to put into a token.
   *
   * @param clientId client the token is for
   * @param subject the user, or the client itself
   * @param scopes granted scopes
   * @param audience the API; none means userinfo only
   * @param customClaims claims of login rules
   * @param grantClaim value of {@code gty}, for the grants where Auth0 writes one
   */
  record Order(
      String clientId,
      String subject,
      Set<String> scopes,
      @Nullable String audience,
      Map<String, Object> customClaims,
      @Nullable String grantClaim) {}

  /**
   * A token.
   *
   * @param value the token itself
   * @param id its {@code jti}, when the profile has one
   */
  record Issued(String value, @Nullable String id) {}

  private final Apis apis;
  private final Issuer issuer;
  private final JwtSigner signer;
  private final OpaqueTokens opaqueTokens;
  private final SandboxProperties.Lifetimes lifetimes;
  private final Clock clock;

  AccessTokens(
      Apis apis,
      Issuer issuer,
      JwtSigner signer,
      OpaqueTokens opaqueTokens,
      SandboxProperties properties,
      Clock clock) {
    this.apis = apis;
    this.issuer = issuer;
    this.signer = signer;
    this.opaqueTokens = opaqueTokens;
    this.lifetimes = properties.lifetimes();
    this.clock = clock;
  }

  Issued issue(Order order) {
    String audience = order.audience();
    if (audience == null || audience.equals(issuer.userinfoAudience())) {
      return new Issued(opaqueTokens.issue(order), null);
    }
    TokenProfile profile =
        apis.find(audience).map(SandboxProperties.Api::profile).orElse(TokenProfile.AUTH0);
    return profile == TokenProfile.AUTH0 ? auth0(order, audience) : rfc9068(order, audience);
  }

  private Issued auth0(Order order, String audience) {
    JwtClaimsSet.Builder claims = claims(order, audience).claim("azp", order.clientId());
    if (order.grantClaim() != null) {
      claims.claim("gty", order.grantClaim());
    }
    return new Issued(signer.sign("JWT", claims.build()), null);
  }

  private Issued rfc9068(Order order, String audience) {
    String id = UUID.randomUUID().toString();
    JwtClaimsSet.Builder claims =
        claims(order, audience).claim("client_id", order.clientId()).id(id);
    return new Issued(signer.sign("at+jwt", claims.build()), id);
  }

  private JwtClaimsSet.Builder claims(Order order, String audience) {
    Instant now = clock.instant();
    JwtClaimsSet.Builder claims =
        JwtClaimsSet.builder()
            .claims(all -> all.putAll(order.customClaims()))
            .issuer(issuer.url())
            .subject(order.subject())
            .issuedAt(now)
            .expiresAt(now.plus(lifetimes.accessToken()));
    claims.claim("aud", audience(order.scopes(), audience));
    if (!order.scopes().isEmpty()) {
      claims.claim("scope", String.join(" ", order.scopes()));
    }
    return claims;
  }

  /** One string, or an array with the userinfo endpoint when that may be called too. */
  private Object audience(Set<String> scopes, String audience) {
    return scopes.contains("openid") ? List.of(audience, issuer.userinfoAudience()) : audience;
  }
}
