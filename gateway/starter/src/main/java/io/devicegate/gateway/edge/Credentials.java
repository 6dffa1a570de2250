package io.devicegate.gateway.edge;

import io.devicegate.gateway.Reason;
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
  int MAX_LENGTH = 65_536;

  /**
   * No token.
   *
   * @param otherScheme whether there are credentials of another scheme, such as Basic
   */
  record None(boolean otherScheme) implements Credentials {}

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
   * @param reason the first fault found, of the kinds that begin with {@code TOKEN}
   */
  record Refused(Reason reason) implements Credentials {}

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
}
