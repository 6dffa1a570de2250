package io.devicegate.sandbox.tenant;

import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.oidc.OidcProviderConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the tenant can do and where (OpenID Connect Discovery 1.0, RFC 8414). */
@RestController
final class DiscoveryEndpoint {

  private static final List<String> CLAIMS =
      List.of(
          "sub",
          "iss",
          "aud",
          "iat",
          "exp",
          "auth_time",
          "name",
          "nickname",
          "email",
          "email_verified");

  private final Issuer issuer;

  DiscoveryEndpoint(Issuer issuer) {
    this.issuer = issuer;
  }

  @GetMapping({"/.well-known/openid-configuration", "/.well-known/oauth-authorization-server"})
  ResponseEntity<Map<String, Object>> configuration() {
    OidcProviderConfiguration metadata =
        OidcProviderConfiguration.builder()
            .issuer(issuer.url())
            .deviceAuthorizationEndpoint(issuer.resolve("oauth/device/code"))
            // The metadata must name one; people meet the tenant at its activation page.
            .authorizationEndpoint(issuer.resolve("activate"))
            .tokenEndpoint(issuer.resolve("oauth/token"))
            .userInfoEndpoint(issuer.resolve("userinfo"))
            .jwkSetUrl(issuer.resolve(".well-known/jwks.json"))
            .tokenRevocationEndpoint(issuer.resolve("oauth/revoke"))
            .endSessionEndpoint(issuer.resolve("v2/logout"))
            .scopes(scopes -> scopes.addAll(Apis.OIDC_SCOPES.stream().sorted().toList()))
            .responseType("code")
            .grantType(AuthorizationGrantType.DEVICE_CODE.getValue())
            .grantType(AuthorizationGrantType.REFRESH_TOKEN.getValue())
            .grantType(AuthorizationGrantType.CLIENT_CREDENTIALS.getValue())
            .tokenEndpointAuthenticationMethods(
                methods ->
                    methods.addAll(List.of("none", "client_secret_basic", "client_secret_post")))
            .subjectType("public")
            .idTokenSigningAlgorithm("RS256")
            .claim("claims_supported", CLAIMS)
            .build();
    return JsonAnswer.ok(metadata.getClaims());
  }
}
