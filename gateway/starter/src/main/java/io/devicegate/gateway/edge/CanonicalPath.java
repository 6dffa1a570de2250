package io.devicegate.gateway.edge;

import java.util.Locale;

/**
 * The one reading of a request's path, or the reason why there is more than one.
 *
 * <p>The path is judged raw, as it came on the request line. Two repairs are made, since no reader
 * can disagree about them (RFC 3986, section 6.2.2): hexadecimal digits of escapes become upper
 * case, and escaped unreserved characters are decoded. Everything else that some reader would
 * repair is refused: dot segments and empty segments, path parameters, escapes of the characters
 * that mean structure, backslashes, control characters, and Unicode text that has a second
 * spelling.
 */
public sealed interface CanonicalPath {

  /** Longest path that is read, in characters. */
  int MAX_LENGTH = 8_192;

  /**
   * A path that every reader understands alike.
   *
   * @param path what is routed and what the upstream gets; canonicalising it again changes nothing
   * @param decoded the same path with its escapes decoded, for rules to match on: two paths that an
   *     upstream could confuse have the same decoded text
   */
  record Canonical(String path, String decoded) implements CanonicalPath {}

  /**
   * A path that was not understood without doubt.
   *
   * @param reason the first doubt found
   */
  record Refused(Ambiguity reason) implements CanonicalPath {}

  /** Judges a raw path, without query. */
  static CanonicalPath of(String rawPath) {
    return PathReader.read(rawPath);
  }

  /** Why a path has no single reading. */
  enum Ambiguity {
    /** It does not begin with a slash. */
    NOT_ABSOLUTE,
    /** It is longer than {@link #MAX_LENGTH}. */
    TOO_LONG,
    /** An empty segment: {@code //}. */
    EMPTY_SEGMENT,
    /** A segment {@code .} or {@code ..}. */
    DOT_SEGMENT,
    /** A segment that ends in a dot or a space, which some file systems drop. */
    TRAILING_DOT_OR_SPACE,
    /** A semicolon, raw or escaped: some readers cut path parameters off, others do not. */
    PATH_PARAMETER,
    /** A backslash, raw or escaped: some readers take it for a slash. */
    BACKSLASH,
    /** An escaped slash. */
    ENCODED_SLASH,
    /** An escaped dot. */
    ENCODED_DOT,
    /** An escaped percent sign: it hides an escape from whoever decodes once. */
    ENCODED_PERCENT,
    /** A control character, raw or escaped, NUL included, or a Unicode line separator. */
    CONTROL_CHARACTER,
    /** A percent sign without two hexadecimal digits. */
    INVALID_ESCAPE,
    /** Escapes that are not UTF-8; overlong forms of a slash are of this kind. */
    INVALID_UTF8,
    /**
     * Unicode text that is not in normal form C, or that turns into a delimiter when normalised.
     */
    UNICODE_SPELLING,
    /** A character that RFC 3986 does not allow in a path, a raw byte above 127 included. */
    ILLEGAL_CHARACTER,
    /** A number sign: a fragment has no place in a request. */
    FRAGMENT;

    /** Returns the name in lower case, as a label value. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
