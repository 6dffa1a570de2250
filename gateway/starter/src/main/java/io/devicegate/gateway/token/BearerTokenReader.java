package io.devicegate.gateway.token;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.edge.Credentials;
import io.devicegate.gateway.edge.HeaderLines;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the one access token of a request (RFC 6750 section 2.1, RFC 9449 section 7.1) and refuses
 * everything else.
 */
public final class BearerTokenReader {

  private final int maxLength;

  public BearerTokenReader(TokenProperties properties) {
    this.maxLength = Math.toIntExact(properties.maxSize().toBytes());
  }

  /**
   * Reads the token.
   *
   * @param headers the request's header lines
   * @param rawQuery its query as received; null for none
   * @throws RefusedException unless there is exactly one, where it belongs
   */
  public BearerToken read(HeaderLines headers, @Nullable String rawQuery) {
    Credentials credentials = Credentials.of(headers, rawQuery);
    if (credentials instanceof Credentials.Token token) {
      if (token.token().length() > maxLength) {
        throw new RefusedException(Reason.TOKEN_TOO_LARGE);
      }
      return new BearerToken(token.scheme(), token.token());
    }
    throw new RefusedException(
        credentials instanceof Credentials.Refused refused
            ? reason(refused.reason())
            : absence(headers.named("Authorization")));
  }

  private static Reason absence(List<String> authorization) {
    return authorization.stream().allMatch(String::isBlank)
        ? Reason.TOKEN_MISSING
        : Reason.TOKEN_SCHEME_UNSUPPORTED;
  }

  private static Reason reason(Credentials.Misplaced misplaced) {
    return switch (misplaced) {
      case SEVERAL_HEADERS, SEVERAL_CREDENTIALS -> Reason.TOKEN_REPEATED;
      case MALFORMED -> Reason.TOKEN_MALFORMED;
      case IN_QUERY -> Reason.TOKEN_IN_QUERY;
      case IN_COOKIE -> Reason.TOKEN_IN_COOKIE;
    };
  }
}
