package io.devicegate.gateway.token;

import java.math.BigInteger;
import java.util.BitSet;
import java.util.List;

/**
 * Recognises RSA keys that a faulty library made and that can be factored (CVE-2017-15361, "ROCA").
 *
 * <p>Both primes of such a key are a power of 65537 modulo the product of the first primes, hence
 * so is their product; for a sound key that holds for all of these primes at once with a
 * probability below 2<sup>-27</sup>.
 */
final class RocaFingerprint {

  private static final int GENERATOR = 65537;

  private static final List<Integer> PRIMES =
      List.of(
          3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89,
          97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167);

  private RocaFingerprint() {}

  static boolean matches(BigInteger modulus) {
    return PRIMES.stream()
        .allMatch(prime -> powers(prime).get(modulus.mod(BigInteger.valueOf(prime)).intValue()));
  }

  /** What the powers of the generator leave when divided by a prime. */
  private static BitSet powers(int prime) {
    BitSet powers = new BitSet(prime);
    for (int power = 1; !powers.get(power); power = power * GENERATOR % prime) {
      powers.set(power);
    }
    return powers;
  }
}
