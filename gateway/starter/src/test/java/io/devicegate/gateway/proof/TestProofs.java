package io.devicegate.gateway.proof;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A client that makes proofs, right ones by default; each test spoils what it is about. */
final class TestProofs {

  static final String TOKEN = "header.claims.signature";
  static final String URL = "https://api.example.com/things";

  private static final String ES256 = "SHA256withECDSAinP1363Format";
  private static final String ES384 = "SHA384withECDSAinP1363Format";

  private static final Map<String, String> SIGNATURES =
      Map.of(
          "ES256", ES256,
          "ES384", ES384,
          "EdDSA", "Ed25519",
          "Ed25519", "Ed25519",
          "PS256", "RSASSA-PSS",
          "RS256", "SHA256withRSA");

  final Map<String, Object> header = new LinkedHashMap<>();
  final Map<String, Object> claims = new LinkedHashMap<>();
  final KeyPair keys;
  final Map<String, Object> jwk;

  private TestProofs(String algorithm, KeyPair keys, Map<String, Object> jwk) {
    this.keys = keys;
    this.jwk = jwk;
    header.put("typ", "dpop+jwt");
    header.put("alg", algorithm);
    header.put("jwk", jwk);
    claims.put("jti", "proof-1");
    claims.put("htm", "GET");
    claims.put("htu", URL);
    claims.put("ath", Digests.sha256Url(TOKEN.getBytes(StandardCharsets.US_ASCII)));
  }

  static TestProofs es256() {
    return with("ES256");
  }

  static TestProofs with(String algorithm) {
    KeyPair keys =
        switch (algorithm) {
          case "ES256" -> ec("secp256r1");
          case "ES384" -> ec("secp384r1");
          case "EdDSA", "Ed25519" -> generated("Ed25519", 0);
          default -> generated("RSA", 2048);
        };
    return new TestProofs(algorithm, keys, jwk(keys));
  }

  /** Another proof with the same key. */
  TestProofs next(String jti) {
    TestProofs next = new TestProofs(String.valueOf(header.get("alg")), keys, jwk);
    next.claims.putAll(claims);
    next.claims.put("jti", jti);
    return next;
  }

  TestProofs at(long seconds) {
    claims.put("iat", seconds);
    return this;
  }

  TestProofs claim(String name, @Nullable Object value) {
    return changed(claims, name, value);
  }

  TestProofs header(String name, @Nullable Object value) {
    return changed(header, name, value);
  }

  private TestProofs changed(Map<String, Object> part, String name, @Nullable Object value) {
    if (value == null) {
      part.remove(name);
    } else {
      part.put(name, value);
    }
    return this;
  }

  String jkt() {
    ProofKey key = ProofKey.parseOrNull(jwk);
    if (key == null) {
      throw new IllegalStateException("The test's own key is not accepted: " + jwk);
    }
    return key.thumbprint();
  }

  String sign() {
    return sign(segment(header), segment(claims));
  }

  String sign(String headerSegment, String claimsSegment) {
    String signed = headerSegment + "." + claimsSegment;
    String algorithm = signature();
    try {
      Signature signer = Signature.getInstance(algorithm);
      if (algorithm.equals("RSASSA-PSS")) {
        signer.setParameter(
            new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
      }
      signer.initSign(keys.getPrivate());
      signer.update(signed.getBytes(StandardCharsets.US_ASCII));
      return signed + "." + Digests.encode(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Goes by the key when {@code alg} is what a test spoilt. */
  private String signature() {
    String byName = SIGNATURES.get(String.valueOf(header.get("alg")));
    if (keys.getPublic() instanceof ECPublicKey key) {
      int bits = key.getParams().getCurve().getField().getFieldSize();
      return bits == 256 ? ES256 : ES384;
    }
    return byName == null ? "SHA256withRSA" : byName;
  }

  static String segment(Object json) {
    return Digests.encode(JsonMapper.shared().writeValueAsBytes(json));
  }

  private static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair generated(String algorithm, int size) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (size > 0) {
        generator.initialize(size);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<String, Object> jwk(KeyPair keys) {
    if (keys.getPublic() instanceof ECPublicKey key) {
      return new ECKey.Builder(Curve.forECParameterSpec(key.getParams()), key)
          .build()
          .toJSONObject();
    }
    if (keys.getPublic() instanceof RSAPublicKey key) {
      return new RSAKey.Builder(key).build().toJSONObject();
    }
    return Map.of("kty", "OKP", "crv", "Ed25519", "x", encoded((EdECPublicKey) keys.getPublic()));
  }

  /** The last 32 bytes of the encoding of an Ed25519 key are its point (RFC 8410, section 4). */
  private static String encoded(EdECPublicKey key) {
    byte[] info = key.getEncoded();
    return Digests.encode(Arrays.copyOfRange(info, info.length - 32, info.length));
  }
}
