package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the claims that everything after the token check relies on, as the issuer words them. */
final class VerifiedTokens {

  /** OpenID Connect Core section 2: a subject has at most 255 characters. */
  private static final int MAX_IDENTIFIER = 255;

  /** The last second of the year 9999. */
  private static final long LAST_SECOND = 253_402_300_799L;

  /** RFC 7662 section 2.2, whatever the issuer calls them in its JWTs. */
  private static final List<String> INTROSPECTED_CLIENT = List.of("client_id");

  private static final List<String> INTROSPECTED_SCOPE = List.of("scope");

  private static final Pattern SPACES = Pattern.compile(" +");

  private VerifiedTokens() {}

  /** A token of these verified claims. */
  static VerifiedToken ofJwt(Tenant tenant, Map<String, Object> claims, Instant expiresAt) {
    IssuerDialect dialect = tenant.dialect();
    if (!dialect.isAccessToken(claims)) {
      throw new RefusedException(Reason.TOKEN_TYPE_REFUSED);
    }
    return of(tenant, claims, dialect.clientClaims(), dialect.scopeClaims(), expiresAt);
  }

  /**
   * A token of an issuer's answer.
   *
   * @param latest when it is no longer believed at the latest, since an answer need not say
   */
  static VerifiedToken ofAnswer(Tenant tenant, Map<String, Object> answer, Instant latest) {
    Map<String, Object> claims = new LinkedHashMap<>(answer);
    claims.computeIfPresent("aud", (name, aud) -> aud instanceof List<?> ? aud : List.of(aud));
    for (String time : List.of("iat", "nbf", "exp")) {
      claims.computeIfPresent(time, (name, seconds) -> instant(seconds));
    }
    Instant end = claims.get("exp") instanceof Instant exp && exp.isBefore(latest) ? exp : latest;
    return of(tenant, claims, INTROSPECTED_CLIENT, INTROSPECTED_SCOPE, end);
  }

  private static VerifiedToken of(
      Tenant tenant,
      Map<String, Object> claims,
      List<String> clientClaims,
      List<String> scopeClaims,
      Instant expiresAt) {
    String subject = identifier(claims.get("sub"));
    if (subject == null) {
      throw new RefusedException(Reason.CLAIMS_INVALID);
    }
    return new VerifiedToken(
        tenant,
        subject,
        identifier(IssuerDialect.first(claims, clientClaims)),
        words(IssuerDialect.first(claims, scopeClaims)),
        words(IssuerDialect.first(claims, tenant.dialect().permissionClaims())),
        claims,
        expiresAt);
  }

  private static Object instant(Object seconds) {
    if (seconds instanceof Number number
        && number.longValue() >= 0
        && number.longValue() <= LAST_SECOND) {
      return Instant.ofEpochSecond(number.longValue());
    }
    throw new RefusedException(Reason.CLAIMS_INVALID);
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

  /** RFC 6749 section 3.3 has scopes in one string, several issuers have them in a list. */
  private static List<String> words(@Nullable Object claim) {
    if (claim == null) {
      return List.of();
    }
    if (claim instanceof String text) {
      return text.isBlank() ? List.of() : List.of(SPACES.split(text.strip()));
    }
    if (claim instanceof List<?> several && several.stream().allMatch(String.class::isInstance)) {
      return several.stream().map(String.class::cast).toList();
    }
    throw new RefusedException(Reason.CLAIMS_INVALID);
  }
}
