package io.devicegate.gateway.introspection;

import io.devicegate.gateway.introspection.Introspection.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway checks itself of an active token, on every use and not only when the issuer was
 * asked: an answer may be cached, and an issuer may answer for tokens of others.
 */
final class LocalChecks {

  private static final Set<String> ACCESS_TOKEN_TYPES = Set.of("bearer", "dpop", "access_token");

  /** What Keycloak calls tokens that are none for an API. */
  private static final Set<String> OTHER_TYPES = Set.of("refresh", "offline", "id");

  private final String issuer;
  private final Set<String> audiences;
  private final long skewSeconds;

  LocalChecks(IntrospectionSettings settings) {
    this.issuer = settings.issuer();
    this.audiences = settings.audiences();
    this.skewSeconds = settings.clockSkew().toSeconds();
  }

  /** Returns why the token must be refused now; null when it need not be. */
  @Nullable Reason refusal(Map<String, Object> claims, Instant now) {
    if (!claims.getOrDefault("iss", issuer).equals(issuer)) {
      return Reason.WRONG_ISSUER;
    }
    if (!audiences.isEmpty() && audience(claims).stream().noneMatch(audiences::contains)) {
      return Reason.WRONG_AUDIENCE;
    }
    if (!isAccessToken(claims)) {
      return Reason.WRONG_TYPE;
    }
    long seconds = now.getEpochSecond();
    if (claims.get("exp") instanceof Number exp && exp.longValue() <= seconds - skewSeconds) {
      return Reason.EXPIRED;
    }
    return claims.get("nbf") instanceof Number nbf && nbf.longValue() > seconds + skewSeconds
        ? Reason.NOT_YET_VALID
        : null;
  }

  private static Collection<?> audience(Map<String, Object> claims) {
    Object audience = claims.getOrDefault("aud", List.of());
    return audience instanceof Collection<?> several ? several : List.of(audience);
  }

  private static boolean isAccessToken(Map<String, Object> claims) {
    String type = lower(claims, "token_type", "bearer");
    return ACCESS_TOKEN_TYPES.contains(type) && !OTHER_TYPES.contains(lower(claims, "typ", ""));
  }

  private static String lower(Map<String, Object> claims, String name, String absent) {
    return String.valueOf(claims.getOrDefault(name, absent)).toLowerCase(Locale.ROOT);
  }
}
