package io.devicegate.gateway.token;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes base64url in its one canonical spelling (RFC 7515 section 2, RFC 4648 sections 3.5 and
 * 5).
 *
 * <p>The JDK's decoder also takes padding and ignores the unused bits of the last character, so
 * that one token could be written in many ways, each a different one to a cache or a revocation
 * list.
 */
final class CanonicalBase64 {

  private static final byte NOT_IN_ALPHABET = -1;
  private static final byte[] VALUES = new byte[128];

  static {
    Arrays.fill(VALUES, NOT_IN_ALPHABET);
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for (int i = 0; i < alphabet.length(); i++) {
      VALUES[alphabet.charAt(i)] = (byte) i;
    }
  }

  private CanonicalBase64() {}

  /**
   * The bytes between two positions, or {@code null} when these characters are not their canonical
   * spelling.
   */
  static byte @Nullable [] decode(String text, int from, int to) {
    int length = to - from;
    if (length % 4 == 1) {
      return null;
    }
    byte[] bytes = new byte[(int) (length * 3L / 4)];
    int written = 0;
    int bits = 0;
    int buffer = 0;
    for (int i = from; i < to; i++) {
      int value = valueOf(text.charAt(i));
      if (value == NOT_IN_ALPHABET) {
        return null;
      }
      buffer = (buffer << 6) | value;
      bits += 6;
      if (bits >= 8) {
        bits -= 8;
        bytes[written++] = (byte) (buffer >> bits);
        buffer &= (1 << bits) - 1;
      }
    }
    return buffer == 0 ? bytes : null;
  }

  private static int valueOf(char character) {
    return character < VALUES.length ? VALUES[character] : NOT_IN_ALPHABET;
  }
}
