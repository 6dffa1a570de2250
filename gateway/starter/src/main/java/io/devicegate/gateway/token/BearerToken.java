package io.devicegate.gateway.token;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A token as the client sent it, in the one spelling that is accepted: three parts of canonical
 * base64url. So equal tokens are equal strings, and no second spelling of a token exists that would
 * fill a cache or slip past a list.
 *
 * <p>Never prints its value.
 */
public final class BearerToken {

  private final String value;

  /**
   * Accepts a token.
   *
   * @throws io.devicegate.gateway.RefusedException unless it is three parts of canonical base64url
   */
  public BearerToken(String value) {
    CompactSyntax.check(value);
    this.value = value;
  }

  /** The token itself; to be sent to its issuer and to nobody else. */
  public String value() {
    return value;
  }

  /** SHA-256 of the token, by which it is remembered without being kept. */
  public Digest digest() {
    ByteBuffer hash = ByteBuffer.wrap(sha256().digest(value.getBytes(StandardCharsets.ISO_8859_1)));
    return new Digest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  @Override
  public String toString() {
    return "BearerToken[" + value.length() + " characters]";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** 256 bits as four numbers, so that it compares and hashes without touching an array. */
  public record Digest(long a, long b, long c, long d) {

    @Override
    public int hashCode() {
      // Any bits of a cryptographic hash are as good as a mix of all.
      return (int) a;
    }
  }
}
