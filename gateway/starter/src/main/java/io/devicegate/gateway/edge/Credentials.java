package io.devicegate.gateway.edge;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The access token that a request presents, or why it presents none that may be read.
 *
 * <p>A token comes in the {@code Authorization} header, once, and nowhere else. The other two ways
 * of RFC 6750, sections 2.2 and 2.3, leak tokens into logs and are open to forgery, so they are
 * refused, not ignored: an upstream might read them. {@link FormTokenFilter} looks into bodies.
 */
public sealed interface Credentials {

  /** Longest token that is read, in characters. */
  int MAX_LENGTH = 16_384;

  /** No token; another scheme, such as Basic, presents none either. */
  record None() implements Credentials {}

  /**
   * One token. Its text is that of the header, not yet judged beyond its alphabet.
   *
   * @param scheme how it was presented
   * @param token the token
   */
  record Token(Scheme scheme, String token) implements Credentials {
    @Override
    public String toString() {
      return "Token[" + scheme + "]";
    }
  }

  /**
   * A request that must be refused.
   *
   * @param reason the first fault found
   */
  record Refused(Misplaced reason) implements Credentials {}

  /** Reads the credentials of a request from its lines and its raw query (null: none). */
  static Credentials of(HeaderLines headers, @Nullable String rawQuery) {
    return CredentialsReader.read(headers, rawQuery);
  }

  /** How a token was presented. */
  enum Scheme {
    /** RFC 6750. */
    BEARER,
    /** RFC 9449. */
    DPOP
  }

  /** Why the credentials of a request cannot be read without doubt. */
  enum Misplaced {
    /** More than one {@code Authorization} line. */
    SEVERAL_HEADERS,
    /** More than one credential in the line. */
    SEVERAL_CREDENTIALS,
    /**
     * Bearer or DPoP without one token of the allowed alphabet and length behind one or more
     * spaces.
     */
    MALFORMED,
    /** An {@code access_token} in the query. */
    IN_QUERY,
    /** A cookie named {@code access_token}. */
    IN_COOKIE;

    /** Returns the name in lower case, as a label value. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
