package io.devicegate.sandbox.tenant;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * User codes: eight letters of the base20 alphabet of RFC 8628 section 6.1, written {@code
 * XXXX-XXXX}. 20<sup>8</sup> codes and a limit on guesses keep one from being found by trying.
 */
final class UserCodes {

  private static final String ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";
  private static final int LENGTH = 8;
  private static final int MAX_TYPED = 64;

  private final RandomGenerator random;

  UserCodes() {
    this(new SecureRandom());
  }

  UserCodes(RandomGenerator random) {
    this.random = random;
  }

  String next() {
    StringBuilder letters = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return written(letters.toString());
  }

  /**
   * The code that a person meant: case, dashes, spaces and other punctuation do not count (RFC 8628
   * section 6.1). Empty when what was typed cannot be a code.
   */
  static Optional<String> normalize(String typed) {
    if (typed.length() > MAX_TYPED) {
      return Optional.empty();
    }
    String letters = typed.toUpperCase(Locale.ROOT).replaceAll("[\\s\\p{Punct}\\p{Pd}]", "");
    boolean valid =
        letters.length() == LENGTH && letters.chars().allMatch(c -> ALPHABET.indexOf(c) >= 0);
    return valid ? Optional.of(written(letters)) : Optional.empty();
  }

  private static String written(String letters) {
    return letters.substring(0, LENGTH / 2) + "-" + letters.substring(LENGTH / 2);
  }
}
