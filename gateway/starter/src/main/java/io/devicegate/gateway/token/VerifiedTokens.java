package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.Jwt;

/** Reads the claims that everything after the token check relies on. */
final class VerifiedTokens {

  /** OpenID Connect Core section 2: a subject has at most 255 characters. */
  private static final int MAX_IDENTIFIER = 255;

  private VerifiedTokens() {}

  static VerifiedToken of(Tenant tenant, Jwt jwt) {
    Map<String, Object> claims = jwt.getClaims();
    String subject = identifier(claims.get("sub"));
    Instant expiresAt = jwt.getExpiresAt();
    if (subject == null || expiresAt == null) {
      throw new RefusedException(Reason.CLAIMS_INVALID);
    }
    return new VerifiedToken(tenant, subject, client(claims), scopes(claims), claims, expiresAt);
  }

  /** Auth0's own profile names the client in {@code azp}, RFC 9068 in {@code client_id}. */
  private static @Nullable String client(Map<String, Object> claims) {
    String authorizedParty = identifier(claims.get("azp"));
    return authorizedParty != null ? authorizedParty : identifier(claims.get("client_id"));
  }

  private static @Nullable String identifier(@Nullable Object claim) {
    if (claim == null) {
      return null;
    }
    if (claim instanceof String text && !text.isBlank() && text.length() <= MAX_IDENTIFIER) {
      return text;
    }
    throw new RefusedException(Reason.CLAIMS_INVALID);
  }

  private static List<String> scopes(Map<String, Object> claims) {
    Object scope = claims.get("scope");
    if (scope == null) {
      return List.of();
    }
    if (scope instanceof String text) {
      return text.isBlank() ? List.of() : List.of(text.strip().split(" +"));
    }
    throw new RefusedException(Reason.CLAIMS_INVALID);
  }
}
