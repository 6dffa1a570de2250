package io.devicegate.gateway.proof;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** SHA-256 digests and base64url, canonical only. */
final class Digests {

  private static final int DIGEST_LENGTH = 32;

  private Digests() {}

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  static String sha256Url(byte[] bytes) {
    return encode(sha256(bytes));
  }

  static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Decodes base64url; null for padding, foreign characters, and bits set behind the last byte. */
  static byte @Nullable [] decodeOrNull(String text) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    return encode(bytes).equals(text) ? bytes : null;
  }

  /** Returns the value when it is a SHA-256 digest in base64url, else null. */
  static @Nullable String digestOrNull(@Nullable Object value) {
    byte[] bytes = value instanceof String text ? decodeOrNull(text) : null;
    return bytes != null && bytes.length == DIGEST_LENGTH ? (String) value : null;
  }

  /** Compares in a time that does not depend on where the two differ. */
  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
