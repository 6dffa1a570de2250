package io.devicegate.gateway.token;

import java.util.List;
import java.util.Map;

/**
 * A token that is well-formed in every respect; nothing has vouched for it yet.
 *
 * @param token the token, in its only spelling
 * @param algorithm {@code alg}
 * @param keyId {@code kid}
 * @param header all header parameters
 * @param claims all claims, as JSON has them
 * @param issuer {@code iss}
 * @param audience {@code aud}, as a list
 * @param times {@code iat}, {@code nbf}, {@code exp}
 * @param signature decoded signature
 */
@SuppressWarnings("ArrayRecordComponent") // Lives for one verification and is never compared.
record StrictJwt(
    String token,
    JwsAlgorithm algorithm,
    String keyId,
    Map<String, Object> header,
    Map<String, Object> claims,
    String issuer,
    List<String> audience,
    TokenTimes times,
    byte[] signature) {

  /** What was signed: header, dot, claims. */
  String signedPart() {
    return token.substring(0, token.lastIndexOf('.'));
  }

  @Override
  public String toString() {
    return "StrictJwt[" + algorithm + "]"; // A token must not get into a log by accident.
  }
}
