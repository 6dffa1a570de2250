package io.devicegate.gateway.token;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.text.ParseException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of itself before anything is verified. Good for refusing early and for choosing
 * the tenant that verifies it, and for nothing else: it can only deny.
 */
final class UnverifiedToken {

  /** Last second of the year 9999: later ones are somebody's attempt, not a date. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final Map<String, Object> header;
  private final Map<String, Object> claims;

  private UnverifiedToken(Map<String, Object> header, Map<String, Object> claims) {
    this.header = header;
    this.claims = claims;
  }

  static UnverifiedToken of(BearerToken token) {
    String value = token.value();
    int first = value.indexOf('.');
    int second = value.indexOf('.', first + 1);
    return new UnverifiedToken(
        json(value.substring(0, first)), json(value.substring(first + 1, second)));
  }

  String algorithm() {
    return header.get("alg") instanceof String algorithm ? algorithm : "";
  }

  @Nullable String type() {
    return text(header, "typ", Reason.TOKEN_TYPE_REFUSED);
  }

  /** Extensions that a recipient must understand (RFC 7515 section 4.1.11); we understand none. */
  boolean hasCriticalHeaders() {
    return header.containsKey("crit");
  }

  String issuer() {
    return claims.get("iss") instanceof String issuer ? issuer : "";
  }

  List<?> audiences() {
    Object audience = claims.get("aud");
    if (audience instanceof List<?> several) {
      return several;
    }
    return audience == null ? List.of() : List.of(audience);
  }

  @Nullable Instant time(String claim) {
    Object value = claims.get(claim);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= LAST_SECOND) {
      return Instant.ofEpochSecond(number.longValue());
    }
    throw new RefusedException(Reason.CLAIMS_INVALID);
  }

  private static @Nullable String text(Map<String, Object> json, String name, Reason otherwise) {
    Object value = json.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    throw new RefusedException(otherwise);
  }

  private static Map<String, Object> json(String part) {
    try {
      return JSONObjectUtils.parse(new Base64URL(part).decodeToString());
    } catch (ParseException e) {
      throw new RefusedException(Reason.TOKEN_MALFORMED);
    }
  }
}
