package io.devicegate.sandbox.tenant;

import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.stereotype.Component;

/** Checks tokens for the userinfo endpoint: opaque ones, and JWTs that name it in {@code aud}. */
@Component
final class UserinfoTokens implements OpaqueTokenIntrospector {

  static final String SCOPES = "scopes";

  private final OpaqueTokens opaqueTokens;
  private final JwtDecoder decoder;

  UserinfoTokens(OpaqueTokens opaqueTokens, SigningKeys keys, Issuer issuer, Clock clock) {
    this.opaqueTokens = opaqueTokens;
    this.decoder = OwnTokens.decoder(keys, issuer, issuer::userinfoAudience, clock);
  }

  @Override
  public OAuth2AuthenticatedPrincipal introspect(String token) {
    OpaqueTokens.Grant grant = opaqueTokens.find(token).orElseGet(() -> grantOf(token));
    if (!grant.scopes().contains("openid")) {
      throw new BadOpaqueTokenException("The token was issued without openid");
    }
    return new DefaultOAuth2AuthenticatedPrincipal(
        grant.subject(), Map.of(SCOPES, grant.scopes()), List.of());
  }

  private OpaqueTokens.Grant grantOf(String token) {
    try {
      Jwt jwt = decoder.decode(token);
      return new OpaqueTokens.Grant(jwt.getSubject(), "", scopes(jwt));
    } catch (JwtException e) {
      throw new BadOpaqueTokenException("The token is not valid here", e);
    }
  }

  private static Set<String> scopes(Jwt jwt) {
    String scope = jwt.getClaimAsString("scope");
    return scope == null ? Set.of() : new LinkedHashSet<>(Arrays.asList(scope.split(" ")));
  }
}
