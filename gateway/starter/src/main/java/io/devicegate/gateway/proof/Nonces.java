package io.devicegate.gateway.proof;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Nonces that need no memory (RFC 9449, section 9): each window of time has one, a MAC of the
 * window's number. That of the current window and that of the one before are accepted, so a nonce
 * lives for one to two lifetimes. Gateways with the same secret accept each other's.
 */
final class Nonces {

  private static final int LENGTH = 16;

  private final SecretKeySpec key;
  private final long lifetimeMillis;
  private final Clock clock;
  private volatile Window window;

  Nonces(byte[] secret, Duration lifetime, Clock clock) {
    this.key = new SecretKeySpec(secret, "HmacSHA256");
    this.lifetimeMillis = lifetime.toMillis();
    this.clock = clock;
    this.window = windowAt(number());
  }

  String current() {
    return window().current;
  }

  boolean isCurrent(String nonce) {
    return Digests.same(nonce, window().current);
  }

  /** Returns until when the nonce is accepted; empty when it is not. */
  Optional<Instant> acceptedUntil(String nonce) {
    Window now = window();
    if (Digests.same(nonce, now.current)) {
      return Optional.of(endOf(now.number + 1));
    }
    return Digests.same(nonce, now.previous) ? Optional.of(endOf(now.number)) : Optional.empty();
  }

  private Instant endOf(long number) {
    return Instant.ofEpochMilli((number + 1) * lifetimeMillis);
  }

  private long number() {
    return Math.floorDiv(clock.millis(), lifetimeMillis);
  }

  private Window window() {
    Window last = window;
    long number = number();
    if (last.number == number) {
      return last;
    }
    Window next = windowAt(number);
    window = next;
    return next;
  }

  private Window windowAt(long number) {
    return new Window(number, nonce(number), nonce(number - 1));
  }

  private String nonce(long number) {
    byte[] input = ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return Digests.encode(Arrays.copyOf(mac.doFinal(input), LENGTH));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java platform has HmacSHA256", e);
    }
  }

  private record Window(long number, String current, String previous) {}
}
