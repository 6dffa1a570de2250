package io.devicegate.gateway.testing;

import java.math.BigInteger;
import java.util.Arrays;

/** r and s of a signature in the fixed-length form, to be changed one way or another. */
public record EcdsaNumbers(BigInteger r, BigInteger s, int half) {

  /** Order of the group of P-256. */
  public static final BigInteger P256_ORDER =
      new BigInteger(
          "115792089210356248762697446949407573529996955224135760342422259061068512044369");

  private static final BigInteger P384_ORDER =
      new BigInteger(
          "39402006196394479212279040100143613805079739270465446667946905279627659399113263569398956308152294913554433653942643");

  public static EcdsaNumbers of(byte[] signature) {
    int half = signature.length / 2;
    return new EcdsaNumbers(
        new BigInteger(1, Arrays.copyOfRange(signature, 0, half)),
        new BigInteger(1, Arrays.copyOfRange(signature, half, signature.length)),
        half);
  }

  public EcdsaNumbers withS(BigInteger changed) {
    return new EcdsaNumbers(r, changed, half);
  }

  public EcdsaNumbers withR(BigInteger changed) {
    return new EcdsaNumbers(changed, s, half);
  }

  /** The other valid signature of the same text. */
  public EcdsaNumbers mirrored() {
    return withS(order().subtract(s));
  }

  public EcdsaNumbers low() {
    return s.compareTo(order().shiftRight(1)) > 0 ? mirrored() : this;
  }

  public byte[] bytes() {
    byte[] bytes = new byte[2 * half];
    put(r, bytes, half);
    put(s, bytes, 2 * half);
    return bytes;
  }

  private BigInteger order() {
    return half == 32 ? P256_ORDER : P384_ORDER;
  }

  private void put(BigInteger number, byte[] bytes, int end) {
    byte[] all = number.toByteArray();
    int length = Math.min(all.length, half);
    System.arraycopy(all, all.length - length, bytes, end - length, length);
  }
}
