package io.devicegate.gateway.token;

import java.security.PublicKey;
import java.util.Set;

/**
 * A public key of an issuer, with the algorithms it may be used for.
 *
 * <p>One object stands for one key from the day the issuer publishes it to the day it is gone: a
 * refreshed key set keeps the object of a key that did not change. So whoever holds the object, a
 * cached token for example, can see at once that the issuer has {@linkplain #isRemoved() removed}
 * it.
 */
final class VerificationKey {

  private final String id;
  private final String thumbprint;
  private final KeyFamily family;
  private final PublicKey publicKey;
  private final Set<JwsAlgorithm> algorithms;
  private volatile boolean removed;

  VerificationKey(
      String id,
      String thumbprint,
      KeyFamily family,
      PublicKey publicKey,
      Set<JwsAlgorithm> algorithms) {
    this.id = id;
    this.thumbprint = thumbprint;
    this.family = family;
    this.publicKey = publicKey;
    this.algorithms = Set.copyOf(algorithms);
  }

  /** The key's {@code kid}. */
  String id() {
    return id;
  }

  /** SHA-256 thumbprint (RFC 7638): names the key's material, whatever its {@code kid}. */
  String thumbprint() {
    return thumbprint;
  }

  KeyFamily family() {
    return family;
  }

  PublicKey publicKey() {
    return publicKey;
  }

  Set<JwsAlgorithm> algorithms() {
    return algorithms;
  }

  boolean isSameAs(VerificationKey other) {
    return id.equals(other.id)
        && thumbprint.equals(other.thumbprint)
        && algorithms.equals(other.algorithms);
  }

  boolean isRemoved() {
    return removed;
  }

  void markRemoved() {
    removed = true;
  }
}
