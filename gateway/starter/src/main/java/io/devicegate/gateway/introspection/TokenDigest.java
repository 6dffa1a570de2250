package io.devicegate.gateway.introspection;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 of a token: what caches may hold of it. */
record TokenDigest(long first, long second, long third, long fourth) {

  static TokenDigest of(String token) {
    try {
      byte[] bytes = token.getBytes(StandardCharsets.US_ASCII);
      ByteBuffer digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes));
      return new TokenDigest(
          digest.getLong(), digest.getLong(), digest.getLong(), digest.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
