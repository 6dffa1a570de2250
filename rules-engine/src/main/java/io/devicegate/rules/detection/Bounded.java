package io.devicegate.rules.detection;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Texts that are remembered: short, so that nobody fills the memory by sending long ones. */
final class Bounded {

  private static final int MAX_CHARACTERS = 256;
  private static final int KEPT = 128;

  private Bounded() {}

  /**
   * Returns the text, or when it is long its beginning and its digest: different stay different.
   */
  static String text(String text) {
    return text.length() <= MAX_CHARACTERS
        ? text
        : text.substring(0, KEPT) + "#" + sha256(text).substring(0, 32);
  }

  static @Nullable String optional(@Nullable String text) {
    return text == null ? null : text(text);
  }

  /** Returns the digest of a text in hexadecimal. */
  static String sha256(String text) {
    return HexFormat.of().formatHex(newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java without SHA-256", e);
    }
  }
}
