package io.devicegate.gateway.token;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a token and refuses everything about it that is not exactly as it should be, before any
 * cryptography.
 *
 * <p>The order is from cheap to dear: length, segments, spelling, header, claims. See RFC 8725 for
 * the attacks.
 */
final class StrictJwtParser {

  private static final byte[] EMPTY = new byte[0];

  private final JwtLimits limits;
  private final JwtHeaderReader headers;
  private final JwtClaimsReader claims;

  StrictJwtParser(TokenPolicy policy) {
    this.limits = policy.limits();
    this.headers = new JwtHeaderReader(policy);
    this.claims = new JwtClaimsReader(policy.limits());
  }

  ParsedJwt parse(String token) {
    return parse(token, null);
  }

  /**
   * As the other.
   *
   * @param known the claims, when they were read from the token already, as strictly as here
   */
  ParsedJwt parse(String token, @Nullable Map<String, Object> known) {
    try {
      return new ParsedJwt.WellFormed(read(token, known));
    } catch (TokenRefusedException e) {
      return new ParsedJwt.Refused(e.reason());
    }
  }

  private StrictJwt read(String token, @Nullable Map<String, Object> known)
      throws TokenRefusedException {
    if (token.length() > limits.tokenLength()) {
      throw new TokenRefusedException(TokenRefusal.TOKEN_TOO_LONG);
    }
    int first = token.indexOf('.');
    int second = token.indexOf('.', first + 1);
    boolean three =
        first > 0
            && second > first + 1
            && second < token.length() - 1
            && token.indexOf('.', second + 1) < 0;
    if (!three) {
      throw new TokenRefusedException(TokenRefusal.TOKEN_NOT_COMPACT_JWS);
    }
    byte[] headerBytes = segment(token, 0, first);
    byte[] claimsBytes = known == null ? segment(token, first + 1, second) : EMPTY;
    byte[] signature = segment(token, second + 1, token.length());
    JwtHeaderReader.Header header = headers.read(headerBytes);
    Map<String, Object> members =
        known == null ? claims.read(claimsBytes) : JwtClaimsReader.checked(known);
    return new StrictJwt(
        token,
        header.algorithm(),
        header.keyId(),
        header.parameters(),
        members,
        JwtClaimsReader.issuer(members),
        JwtClaimsReader.audience(members),
        JwtClaimsReader.times(members),
        signature);
  }

  private static byte[] segment(String token, int from, int to) throws TokenRefusedException {
    byte[] bytes = CanonicalBase64.decode(token, from, to);
    if (bytes == null) {
      throw new TokenRefusedException(TokenRefusal.TOKEN_NOT_CANONICAL);
    }
    return bytes;
  }
}
