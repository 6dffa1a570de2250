package io.devicegate.gateway.token;

import java.util.Locale;

/**
 * Why a key of a fetched set is not used, while the others are. A closed list, fit for a metric's
 * label.
 */
public enum SkippedKey {
  /** Members are missing, of the wrong type or not a key. */
  MALFORMED,
  /** Without a {@code kid} no token can name the key. */
  MISSING_ID,
  /** An earlier key of the set has the same {@code kid}. */
  DUPLICATE_ID,
  /** A shared secret must not be published, and verifies nothing here. */
  SYMMETRIC,
  /** Whoever reads the set can sign with this key. */
  PRIVATE,
  /** RSA below 2048 bits, with a bad exponent, or with the weakness of CVE-2017-15361 (ROCA). */
  WEAK,
  /** {@code use} or {@code key_ops} say that the key is not for signatures. */
  NOT_FOR_SIGNATURES,
  /**
   * Key type, curve or algorithm is none of {@link JwsAlgorithm}, or they contradict each other.
   */
  UNSUPPORTED;

  /** Name in lower case, as a label value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
