package io.devicegate.sandbox.tenant;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The APIs that tokens are issued for, and the scopes that exist. */
@Component
final class Apis {

  /** Scopes of OpenID Connect; they need no API. */
  static final Set<String> OIDC_SCOPES =
      Set.of("openid", "profile", "email", "offline_access", "address", "phone");

  private final Map<String, SandboxProperties.Api> apis = new LinkedHashMap<>();
  private final Issuer issuer;

  Apis(SandboxProperties properties, Issuer issuer) {
    properties.apis().forEach(api -> apis.put(api.audience(), api));
    this.issuer = issuer;
  }

  Optional<SandboxProperties.Api> find(@Nullable String audience) {
    return audience == null ? Optional.empty() : Optional.ofNullable(apis.get(audience));
  }

  /** Refuses an audience that does not exist. None, and the userinfo endpoint, always exist. */
  void requireKnown(@Nullable String audience) {
    if (audience != null
        && !apis.containsKey(audience)
        && !audience.equals(issuer.userinfoAudience())) {
      throw notFound(audience);
    }
  }

  /** Refuses scopes that neither OpenID Connect nor the API knows. */
  void requireScopes(Set<String> scopes, @Nullable String audience) {
    Set<String> unknown = new LinkedHashSet<>(scopes);
    unknown.removeAll(OIDC_SCOPES);
    find(audience).ifPresent(api -> unknown.removeAll(api.scopes()));
    if (!unknown.isEmpty()) {
      throw new OAuthException(
          HttpStatus.BAD_REQUEST, "invalid_scope", "Unknown scope: " + String.join(" ", unknown));
    }
  }

  /** Whether a refresh token may be issued for the audience. */
  boolean allowsOfflineAccess(@Nullable String audience) {
    return find(audience).map(SandboxProperties.Api::allowOfflineAccess).orElse(true);
  }

  static OAuthException notFound(String audience) {
    return new OAuthException(
        HttpStatus.FORBIDDEN, "access_denied", "Service not found: " + audience);
  }
}
