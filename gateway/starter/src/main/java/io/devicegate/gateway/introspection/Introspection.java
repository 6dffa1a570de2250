package io.devicegate.gateway.introspection;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What is known of an opaque token. */
public sealed interface Introspection {

  /**
   * The issuer says that the token is active, and it is one for us now.
   *
   * @param claims the members of the answer, unmodifiable
   */
  record Active(Map<String, Object> claims) implements Introspection {
    public Active {
      claims = Collections.unmodifiableMap(new LinkedHashMap<>(claims));
    }
  }

  /**
   * The token must be refused with 401.
   *
   * @param reason why
   */
  record Refused(Reason reason) implements Introspection {}

  /**
   * Nobody knows: the request must be refused with 503.
   *
   * @param outage why not
   * @param retryAfter when to come again at the earliest
   */
  record CannotCheck(Outage outage, Duration retryAfter) implements Introspection {}

  /** Why a token is refused. */
  enum Reason {
    /** It is not of the alphabet of tokens (RFC 6750, section 2.1), or too long. */
    MALFORMED("The token is malformed"),
    /** The issuer says that it is not active. */
    INACTIVE("The token is not active"),
    /** It is for another time. */
    EXPIRED("The token is expired"),
    /** It is not valid yet. */
    NOT_YET_VALID("The token is not yet valid"),
    /** It is of another issuer. */
    WRONG_ISSUER("The token is of another issuer"),
    /** It is for another audience. */
    WRONG_AUDIENCE("The token is for another audience"),
    /** It is no access token. */
    WRONG_TYPE("The token is not an access token"),
    /** The tenant has no introspection; its tokens are JWTs when an audience is asked for. */
    AUDIENCE_NOT_REQUESTED(
        "The token is opaque: the request for the device code must carry the audience of this API");

    private final String description;

    Reason(String description) {
      this.description = description;
    }

    /** Returns a sentence for the caller, fit for {@code error_description}. */
    public String description() {
      return description;
    }

    /** Returns the name in lower case, as a label value. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Why a token cannot be checked. */
  enum Outage {
    /** The endpoint did not answer, or not in time. */
    UNREACHABLE,
    /** It answered with an error of its own, or asked to slow down. */
    FAILING,
    /** It refused our credentials or our request: the configuration is wrong. */
    MISCONFIGURED,
    /** Its answer is not what RFC 7662 says, or too long. */
    MALFORMED_ANSWER,
    /** Too many tokens are being checked already. */
    BUSY;

    /** Returns the name in lower case, as a label value. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
