package io.devicegate.gateway.token;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A signature algorithm that a token may be signed with (RFC 7518 section 3.1, RFC 8037 section
 * 3.1).
 *
 * <p>Algorithms with a shared secret, and {@code none}, do not exist here, so no setting can allow
 * them.
 */
public enum JwsAlgorithm {
  RS256(KeyFamily.RSA, "SHA-256"),
  RS384(KeyFamily.RSA, "SHA-384"),
  RS512(KeyFamily.RSA, "SHA-512"),
  PS256(KeyFamily.RSA, "SHA-256"),
  PS384(KeyFamily.RSA, "SHA-384"),
  PS512(KeyFamily.RSA, "SHA-512"),
  ES256(KeyFamily.P256, "SHA-256"),
  ES384(KeyFamily.P384, "SHA-384"),
  EDDSA(KeyFamily.ED25519, "SHA-512");

  private static final Map<String, JwsAlgorithm> BY_HEADER_VALUE =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(JwsAlgorithm::headerValue, Function.identity()));

  private final KeyFamily family;
  private final String digest;

  JwsAlgorithm(KeyFamily family, String digest) {
    this.family = family;
    this.digest = digest;
  }

  /** The algorithm whose {@code alg} is exactly this, upper and lower case included. */
  public static Optional<JwsAlgorithm> ofHeaderValue(String alg) {
    return Optional.ofNullable(BY_HEADER_VALUE.get(alg));
  }

  /** The value of {@code alg} in a token's header. */
  public String headerValue() {
    return this == EDDSA ? "EdDSA" : name();
  }

  KeyFamily family() {
    return family;
  }

  String digest() {
    return digest;
  }

  boolean isPss() {
    return this == PS256 || this == PS384 || this == PS512;
  }
}
