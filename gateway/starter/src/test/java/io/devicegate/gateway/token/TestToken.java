package io.devicegate.gateway.token;

import io.devicegate.gateway.testing.MovableClock;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A token as a test wants it, down to the last byte of its header and claims. */
record TestToken(TestKey key, JwsAlgorithm algorithm, String header, String claims) {

  static final String ISSUER = "https://tenant.test/";
  static final String AUDIENCE = "https://api.test";
  static final long NOW = MovableClock.START.getEpochSecond();

  /** A good token. */
  static TestToken by(TestKey key) {
    JwsAlgorithm algorithm =
        switch (key.family()) {
          case RSA -> JwsAlgorithm.RS256;
          case P256 -> JwsAlgorithm.ES256;
          case P384 -> JwsAlgorithm.ES384;
          case ED25519 -> JwsAlgorithm.EDDSA;
        };
    return by(key, algorithm);
  }

  static TestToken by(TestKey key, JwsAlgorithm algorithm) {
    String header =
        "{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"}"
            .formatted(algorithm.headerValue(), key.id());
    return new TestToken(key, algorithm, header, claims(ISSUER, NOW + 3_600, ""));
  }

  static String claims(String issuer, long expiresAt, String more) {
    return "{\"iss\":\"%s\",\"sub\":\"auth0|alice\",\"aud\":[\"%s\",\"%suserinfo\"],\"azp\":\"tv\",\"iat\":%d,\"exp\":%d%s}"
        .formatted(issuer, AUDIENCE, issuer, NOW, expiresAt, more);
  }

  TestToken withHeader(String changed) {
    return new TestToken(key, algorithm, changed, claims);
  }

  /** Adds header parameters, each preceded by a comma. */
  TestToken withHeaderMembers(String members) {
    return withHeader(header.substring(0, header.length() - 1) + members + "}");
  }

  TestToken withClaims(String changed) {
    return new TestToken(key, algorithm, header, changed);
  }

  /** Adds claims, each preceded by a comma. */
  TestToken withClaimMembers(String members) {
    return withClaims(claims.substring(0, claims.length() - 1) + members + "}");
  }

  TestToken replacingInClaims(String part, String replacement) {
    if (!claims.contains(part)) {
      throw new AssertionError(part + " is not in " + claims);
    }
    return withClaims(claims.replace(part, replacement));
  }

  String signed() {
    String signedPart = signedPart();
    return signedPart + "." + base64(key.sign(algorithm, signedPart));
  }

  String signedPart() {
    return base64(header) + "." + base64(claims);
  }

  static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
