package io.devicegate.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one JSON Web Key (RFC 7517, RFC 7518 section 6, RFC 8037) and decides what it may verify.
 */
final class JwkReader {

  private static final int MAX_ID_LENGTH = 256;
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192; // Beyond, one verification costs milliseconds.
  private static final int MAX_EXPONENT_BITS = 33;

  private static final Set<String> PRIVATE_MEMBERS = Set.of("d", "p", "q", "dp", "dq", "qi", "oth");

  /** Certificates and their addresses are left out: nothing here follows or trusts them. */
  private static final Set<String> READ_MEMBERS = Set.of("kty", "kid", "n", "e", "crv", "x", "y");

  /** SubjectPublicKeyInfo of an Ed25519 key up to its 32 bytes (RFC 8410 section 4). */
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private JwkReader() {}

  static VerificationKey read(Object entry) throws SkippedKeyException {
    if (!(entry instanceof Map<?, ?> members)) {
      throw new SkippedKeyException(SkippedKey.MALFORMED);
    }
    refuseSecrets(members);
    refuseOtherUses(members);
    String id = idOf(members);
    JWK jwk = parse(members);
    KeyFamily family = familyOf(jwk);
    return new VerificationKey(
        id, thumbprintOf(jwk), family, publicKeyOf(jwk), algorithmsOf(members, family));
  }

  private static void refuseSecrets(Map<?, ?> members) throws SkippedKeyException {
    if ("oct".equals(members.get("kty")) || members.containsKey("k")) {
      throw new SkippedKeyException(SkippedKey.SYMMETRIC);
    }
    if (members.keySet().stream().anyMatch(PRIVATE_MEMBERS::contains)) {
      throw new SkippedKeyException(SkippedKey.PRIVATE);
    }
  }

  private static void refuseOtherUses(Map<?, ?> members) throws SkippedKeyException {
    boolean use = !members.containsKey("use") || "sig".equals(members.get("use"));
    boolean operations =
        !members.containsKey("key_ops")
            || (members.get("key_ops") instanceof List<?> allowed && allowed.contains("verify"));
    if (!use || !operations) {
      throw new SkippedKeyException(SkippedKey.NOT_FOR_SIGNATURES);
    }
  }

  private static String idOf(Map<?, ?> members) throws SkippedKeyException {
    if (!members.containsKey("kid")) {
      throw new SkippedKeyException(SkippedKey.MISSING_ID);
    }
    if (members.get("kid") instanceof String id && !id.isEmpty() && id.length() <= MAX_ID_LENGTH) {
      return id;
    }
    throw new SkippedKeyException(SkippedKey.MALFORMED);
  }

  private static JWK parse(Map<?, ?> members) throws SkippedKeyException {
    Map<String, Object> read = new LinkedHashMap<>();
    members.forEach(
        (name, value) -> {
          if (name instanceof String text && READ_MEMBERS.contains(text)) {
            read.put(text, value);
          }
        });
    try {
      return JWK.parse(read);
    } catch (ParseException | IllegalArgumentException | IllegalStateException e) {
      boolean known = Set.of("RSA", "EC", "OKP").contains(String.valueOf(read.get("kty")));
      throw new SkippedKeyException(known ? SkippedKey.MALFORMED : SkippedKey.UNSUPPORTED);
    }
  }

  private static KeyFamily familyOf(JWK jwk) throws SkippedKeyException {
    if (jwk instanceof RSAKey) {
      return KeyFamily.RSA;
    }
    if (jwk instanceof ECKey key && key.getCurve().equals(Curve.P_256)) {
      return KeyFamily.P256;
    }
    if (jwk instanceof ECKey key && key.getCurve().equals(Curve.P_384)) {
      return KeyFamily.P384;
    }
    if (jwk instanceof OctetKeyPair key && key.getCurve().equals(Curve.Ed25519)) {
      return KeyFamily.ED25519;
    }
    throw new SkippedKeyException(SkippedKey.UNSUPPORTED);
  }

  private static Set<JwsAlgorithm> algorithmsOf(Map<?, ?> members, KeyFamily family)
      throws SkippedKeyException {
    if (!members.containsKey("alg")) {
      return family.algorithms();
    }
    return JwsAlgorithm.ofHeaderValue(String.valueOf(members.get("alg")))
        .filter(family.algorithms()::contains)
        .map(Set::of)
        .orElseThrow(() -> new SkippedKeyException(SkippedKey.UNSUPPORTED));
  }

  private static PublicKey publicKeyOf(JWK jwk) throws SkippedKeyException {
    try {
      if (jwk instanceof RSAKey key) {
        return strong(key).toRSAPublicKey();
      }
      return jwk instanceof OctetKeyPair key ? ed25519(key) : jwk.toECKey().toECPublicKey();
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException e) {
      throw new SkippedKeyException(SkippedKey.MALFORMED);
    }
  }

  /**
   * Looks at the numbers themselves: the JDK's own classes refuse some of them without saying why.
   */
  private static RSAKey strong(RSAKey key) throws SkippedKeyException {
    BigInteger modulus = key.getModulus().decodeToBigInteger();
    BigInteger exponent = key.getPublicExponent().decodeToBigInteger();
    boolean exponentSound =
        exponent.testBit(0)
            && exponent.compareTo(BigInteger.valueOf(3)) >= 0
            && exponent.bitLength() <= MAX_EXPONENT_BITS;
    boolean modulusSound =
        modulus.testBit(0)
            && modulus.bitLength() >= MIN_RSA_BITS
            && modulus.bitLength() <= MAX_RSA_BITS;
    if (!exponentSound || !modulusSound || RocaFingerprint.matches(modulus)) {
      throw new SkippedKeyException(SkippedKey.WEAK);
    }
    return key;
  }

  private static PublicKey ed25519(OctetKeyPair key) throws GeneralSecurityException {
    byte[] point = key.getDecodedX();
    if (point.length != 32) {
      throw new IllegalArgumentException("x is not 32 bytes");
    }
    byte[] encoded = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, encoded, ED25519_PREFIX.length, point.length);
    return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
  }

  private static String thumbprintOf(JWK jwk) throws SkippedKeyException {
    try {
      return jwk.computeThumbprint().toString();
    } catch (JOSEException e) {
      throw new SkippedKeyException(SkippedKey.MALFORMED);
    }
  }
}
