package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.util.List;

/** Finds the one bearer token of a request (RFC 6750 section 2.1) and refuses everything else. */
public final class BearerTokenReader {

  private static final String SCHEME = "Bearer ";

  private final int maxLength;

  public BearerTokenReader(TokenProperties properties) {
    this.maxLength = Math.toIntExact(properties.maxSize().toBytes());
  }

  /**
   * Reads the token.
   *
   * @param authorization every value of the request's Authorization headers
   * @param inQuery whether the query has an {@code access_token}
   * @throws RefusedException unless there is exactly one well-formed token
   */
  public BearerToken read(List<String> authorization, boolean inQuery) {
    if (authorization.size() > 1) {
      throw new RefusedException(Reason.TOKEN_REPEATED);
    }
    if (inQuery) {
      throw new RefusedException(Reason.TOKEN_IN_QUERY);
    }
    if (authorization.isEmpty() || authorization.get(0).isBlank()) {
      throw new RefusedException(Reason.TOKEN_MISSING);
    }
    return read(authorization.get(0));
  }

  private BearerToken read(String authorization) {
    // RFC 9110 section 11.1: the scheme's case does not matter.
    if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new RefusedException(Reason.TOKEN_SCHEME_UNSUPPORTED);
    }
    if (authorization.length() - SCHEME.length() > maxLength) {
      throw new RefusedException(Reason.TOKEN_TOO_LARGE);
    }
    return new BearerToken(authorization.substring(SCHEME.length()));
  }
}
