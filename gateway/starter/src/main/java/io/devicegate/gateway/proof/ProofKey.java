package io.devicegate.gateway.proof;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The public key of a proof.
 *
 * <p>It comes from whoever sent the request, so it is bounded: RSA keys have 2048 to 4096 bits and
 * a short exponent, since the cost of a verification grows with both; points lie on their curve.
 *
 * @param kind curve, or RSA
 * @param thumbprint SHA-256 thumbprint in base64url (RFC 7638)
 */
record ProofKey(String kind, PublicKey key, String thumbprint) {

  private static final List<String> PRIVATE = List.of("d", "p", "q", "dp", "dq", "qi", "oth", "k");

  private static final int MAX_EXPONENT_BITS = 32;
  private static final int ED25519_LENGTH = 32;

  /** Reads a JWK; null when it is private, symmetric, weak or malformed. */
  static @Nullable ProofKey parseOrNull(Map<?, ?> members) {
    if (PRIVATE.stream().anyMatch(members::containsKey)) {
      return null;
    }
    try {
      // Only what makes the key: no certificates or URLs that the parser might look at.
      JWK jwk = JWK.parse(only(members, "kty", "crv", "x", "y", "n", "e"));
      String thumbprint = jwk.computeThumbprint().toString();
      if (jwk instanceof ECKey key) {
        return new ProofKey(key.getCurve().getName(), key.toECPublicKey(), thumbprint);
      }
      if (jwk instanceof RSAKey key && isSound(key.toRSAPublicKey())) {
        return new ProofKey("RSA", key.toRSAPublicKey(), thumbprint);
      }
      return jwk instanceof OctetKeyPair key ? edwards(key, thumbprint) : null;
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException e) {
      return null;
    }
  }

  private static Map<String, Object> only(Map<?, ?> members, String... names) {
    Map<String, Object> kept = new LinkedHashMap<>();
    for (String name : names) {
      if (members.get(name) instanceof String value) {
        kept.put(name, value);
      }
    }
    return kept;
  }

  private static boolean isSound(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    BigInteger exponent = key.getPublicExponent();
    return bits >= 2048
        && bits <= 4096
        && exponent.testBit(0)
        && exponent.compareTo(BigInteger.TWO) > 0
        && exponent.bitLength() <= MAX_EXPONENT_BITS;
  }

  private static @Nullable ProofKey edwards(OctetKeyPair key, String thumbprint)
      throws GeneralSecurityException {
    byte[] x = key.getDecodedX();
    if (!key.getCurve().getName().equals("Ed25519") || x.length != ED25519_LENGTH) {
      return null;
    }
    EdECPublicKeySpec spec = new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(x));
    PublicKey decoded = KeyFactory.getInstance("Ed25519").generatePublic(spec);
    return new ProofKey("Ed25519", decoded, thumbprint);
  }

  /** Decodes a point: little-endian y, with the sign of x in the highest bit (RFC 8032, 5.1.2). */
  private static EdECPoint point(byte[] x) {
    byte[] bigEndian = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      bigEndian[i] = x[x.length - 1 - i];
    }
    boolean odd = (bigEndian[0] & 0x80) != 0;
    bigEndian[0] &= 0x7F;
    return new EdECPoint(odd, new BigInteger(1, bigEndian));
  }
}
