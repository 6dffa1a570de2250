package io.devicegate.gateway.token;

import io.devicegate.gateway.edge.Credentials;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A token as the client sent it. A JWT has one spelling only, which its check insists on, so equal
 * tokens are equal strings.
 *
 * <p>Never prints its value.
 */
public final class BearerToken {

  private final Credentials.Scheme scheme;
  private final String value;

  public BearerToken(Credentials.Scheme scheme, String value) {
    this.scheme = scheme;
    this.value = value;
  }

  /** How it was presented. */
  public Credentials.Scheme scheme() {
    return scheme;
  }

  /** Whether it has the three parts of a signed JWT; any other token is opaque. */
  boolean isJwt() {
    int first = value.indexOf('.');
    int second = value.indexOf('.', first + 1);
    return first >= 0 && second > first && value.indexOf('.', second + 1) < 0;
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
