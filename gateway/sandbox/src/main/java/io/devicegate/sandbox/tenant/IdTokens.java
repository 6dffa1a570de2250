package io.devicegate.sandbox.tenant;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.stereotype.Component;

/** Issues ID tokens, and knows which scope shows which of a user's claims. */
@Component
final class IdTokens {

  private final Issuer issuer;
  private final JwtSigner signer;
  private final SandboxProperties.Lifetimes lifetimes;
  private final Clock clock;

  IdTokens(Issuer issuer, JwtSigner signer, SandboxProperties properties, Clock clock) {
    this.issuer = issuer;
    this.signer = signer;
    this.lifetimes = properties.lifetimes();
    this.clock = clock;
  }

  String issue(String clientId, SandboxProperties.User user, Login login) {
    Instant now = clock.instant();
    return signer.sign(
        "JWT",
        JwtClaimsSet.builder()
            .claims(all -> all.putAll(login.claims().idToken()))
            .claims(all -> all.putAll(userClaims(user, login.scopes())))
            .issuer(issuer.url())
            .audience(List.of(clientId))
            .issuedAt(now)
            .expiresAt(now.plus(lifetimes.idToken()))
            .claim("auth_time", login.at().getEpochSecond())
            .claim("sid", login.sessionId())
            .build());
  }

  /** The claims of a user that the scopes show (OpenID Connect Core 1.0, section 5.4). */
  static Map<String, Object> userClaims(SandboxProperties.User user, Set<String> scopes) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("sub", user.id());
    if (scopes.contains("profile")) {
      claims.put("name", user.name());
      claims.put("nickname", nickname(user));
    }
    if (scopes.contains("email")) {
      claims.put("email", user.email());
      claims.put("email_verified", user.emailVerified());
    }
    return claims;
  }

  static String nickname(SandboxProperties.User user) {
    return user.email().split("@", 2)[0];
  }
}
