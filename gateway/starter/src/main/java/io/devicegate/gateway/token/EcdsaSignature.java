package io.devicegate.gateway.token;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An ECDSA signature as tokens carry it: r and s, each as long as the order n of the curve (RFC
 * 7518 section 3.4).
 *
 * @param r a number from 1 to n - 1
 * @param s a number from 1 to n - 1
 * @param order n
 */
record EcdsaSignature(BigInteger r, BigInteger s, BigInteger order) {

  private static final Map<KeyFamily, BigInteger> ORDERS =
      Map.of(
          KeyFamily.P256,
          new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16),
          KeyFamily.P384,
          new BigInteger(
              "ffffffffffffffffffffffffffffffffffffffffffffffff"
                  + "c7634d81f4372ddf581a0db248b0a77aecec196accc52973",
              16));

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /**
   * The two numbers, or {@code null} when the length is wrong or one of them is out of range
   * (CVE-2022-21449).
   */
  static @Nullable EcdsaSignature read(byte[] signature, KeyFamily family) {
    BigInteger order = ORDERS.get(family);
    if (order == null) {
      return null;
    }
    int half = order.bitLength() / 8;
    if (signature.length != 2 * half) {
      return null;
    }
    BigInteger r = new BigInteger(1, Arrays.copyOfRange(signature, 0, half));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, half, 2 * half));
    return isInRange(r, order) && isInRange(s, order) ? new EcdsaSignature(r, s, order) : null;
  }

  /**
   * Whether this is the one of the two valid signatures, (r, s) and (r, n - s), that is taken by
   * default.
   */
  boolean isLowS() {
    return s.compareTo(order.shiftRight(1)) <= 0;
  }

  /**
   * The form that every JCA provider takes: a DER sequence of two integers (RFC 3279 section
   * 2.2.3).
   */
  byte[] toDer() {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(SEQUENCE);
    der.write(4 + first.length + second.length); // At most 102, so one byte says it.
    der.write(INTEGER);
    der.write(first.length);
    der.writeBytes(first);
    der.write(INTEGER);
    der.write(second.length);
    der.writeBytes(second);
    return der.toByteArray();
  }

  private static boolean isInRange(BigInteger number, BigInteger order) {
    return number.signum() > 0 && number.compareTo(order) < 0;
  }
}
