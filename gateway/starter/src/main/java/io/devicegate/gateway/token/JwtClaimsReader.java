package io.devicegate.gateway.token;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a token's claims (RFC 7519 section 4) and checks the types of those that have one. */
final class JwtClaimsReader {

  /** The last second of the year 9999. */
  private static final BigDecimal LATEST = BigDecimal.valueOf(253_402_300_799L);

  /**
   * Claims that are strings wherever they are defined (RFC 7519, RFC 8693, RFC 9068, OpenID
   * Connect).
   */
  private static final Set<String> STRINGS = Set.of("sub", "jti", "azp", "client_id", "sid");

  private final StrictJson json;

  JwtClaimsReader(JwtLimits limits) {
    this.json =
        new StrictJson(
            new StrictJson.Limits(
                limits.claimsBytes(),
                limits.claimsDepth(),
                limits.claimsValues(),
                limits.stringLength()));
  }

  Map<String, Object> read(byte[] bytes) throws TokenRefusedException {
    return checked(parse(bytes));
  }

  /** Claims, when each is of the type that it has to be. */
  static Map<String, Object> checked(Map<String, Object> claims) throws TokenRefusedException {
    for (String name : STRINGS) {
      if (claims.containsKey(name) && !(claims.get(name) instanceof String)) {
        throw new TokenRefusedException(TokenRefusal.CLAIM_INVALID);
      }
    }
    return claims;
  }

  private Map<String, Object> parse(byte[] bytes) throws TokenRefusedException {
    try {
      return json.readObject(bytes);
    } catch (MalformedJsonException e) {
      throw new TokenRefusedException(TokenRefusal.CLAIMS_MALFORMED);
    }
  }

  static String issuer(Map<String, Object> claims) throws TokenRefusedException {
    if (claims.get("iss") instanceof String issuer) {
      return issuer;
    }
    throw new TokenRefusedException(TokenRefusal.CLAIM_INVALID);
  }

  /** One string or an array of strings; never empty. */
  static List<String> audience(Map<String, Object> claims) throws TokenRefusedException {
    Object value = claims.get("aud");
    List<String> audience = new ArrayList<>();
    for (Object each : value instanceof List<?> several ? several : List.of(orEmpty(value))) {
      if (!(each instanceof String text) || text.isEmpty()) {
        throw new TokenRefusedException(TokenRefusal.CLAIM_INVALID);
      }
      audience.add(text);
    }
    if (audience.isEmpty()) {
      throw new TokenRefusedException(TokenRefusal.CLAIM_INVALID);
    }
    return List.copyOf(audience);
  }

  static TokenTimes times(Map<String, Object> claims) throws TokenRefusedException {
    Instant expiresAt = time(claims, "exp", RoundingMode.FLOOR);
    if (expiresAt != null) {
      TokenTimes times =
          new TokenTimes(
              time(claims, "iat", RoundingMode.CEILING),
              time(claims, "nbf", RoundingMode.CEILING),
              expiresAt);
      if (times.isOrdered()) {
        return times;
      }
    }
    throw new TokenRefusedException(TokenRefusal.TIME_INVALID);
  }

  private static @Nullable Instant time(
      Map<String, Object> claims, String name, RoundingMode stricter) throws TokenRefusedException {
    if (!claims.containsKey(name)) {
      return null;
    }
    BigDecimal seconds = claims.get(name) instanceof Number number ? exact(number) : null;
    if (seconds == null || seconds.signum() < 0 || seconds.compareTo(LATEST) > 0) {
      throw new TokenRefusedException(TokenRefusal.TIME_INVALID);
    }
    return Instant.ofEpochSecond(seconds.setScale(0, stricter).longValueExact());
  }

  private static BigDecimal exact(Number number) {
    return number instanceof BigDecimal decimal ? decimal : new BigDecimal(number.toString());
  }

  private static Object orEmpty(@Nullable Object value) {
    return value == null ? "" : value;
  }
}
