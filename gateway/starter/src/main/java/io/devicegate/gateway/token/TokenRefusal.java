package io.devicegate.gateway.token;

import java.util.Locale;

/**
 * Why a token is refused. A closed list: the names are in answers, logs and metrics.
 *
 * <p>Every one of these is the token's fault, so every one is {@code invalid_token} (RFC 6750
 * section 3.1) and status 401.
 */
public enum TokenRefusal {
  TOKEN_TOO_LONG("The token is longer than the limit"),
  TOKEN_NOT_COMPACT_JWS("The token is not three segments with two dots between them"),
  TOKEN_NOT_CANONICAL("A segment of the token is not canonical base64url"),
  HEADER_MALFORMED("The token's header is not a JSON object of strings within the limits"),
  HEADER_NOT_ALLOWED("The token's header has a parameter that is not allowed"),
  ALGORITHM_NOT_ALLOWED("The token's algorithm is not one of the allowed ones"),
  TYPE_NOT_ALLOWED("The token's type is not one of the allowed ones"),
  KEY_ID_INVALID("The token does not name the key that it was signed with"),
  CLAIMS_MALFORMED("The token's claims are not a JSON object within the limits"),
  CLAIM_INVALID("A registered claim of the token is missing or of the wrong type"),
  TIME_INVALID("A time in the token is missing or not a sane number of seconds"),
  ISSUER_NOT_ALLOWED("The token was issued by somebody else"),
  AUDIENCE_NOT_ALLOWED("The token was issued for somebody else"),
  TOKEN_EXPIRED("The token has expired"),
  TOKEN_NOT_YET_VALID("The token is not valid yet"),
  TOKEN_LIFETIME_TOO_LONG("The token's lifetime is longer than the limit, or unknown"),
  KEY_UNKNOWN("The issuer does not publish the key that the token names"),
  KEY_NOT_FOR_ALGORITHM("The key that the token names is not for the token's algorithm"),
  SIGNATURE_MALFORMED("The token's signature does not have the form that its algorithm prescribes"),
  SIGNATURE_INVALID("The token's signature does not fit the token");

  private final String description;

  TokenRefusal(String description) {
    this.description = description;
  }

  /** The reason as answers, logs and metrics carry it, such as {@code token_expired}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One sentence without a full stop and without anything from the token. */
  public String description() {
    return description;
  }
}
