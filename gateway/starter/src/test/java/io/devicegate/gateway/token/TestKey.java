package io.devicegate.gateway.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import io.devicegate.gateway.testing.EcdsaNumbers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key of a test issuer: signs tokens, and shows its public half as the issuer would publish it.
 */
record TestKey(String id, KeyFamily family, KeyPair pair) {

  static TestKey rsa(String id) {
    return rsa(id, 2048);
  }

  static TestKey rsa(String id, int bits) {
    return generate(id, KeyFamily.RSA, "RSA", bits);
  }

  static TestKey of(String id, KeyFamily family) {
    return switch (family) {
      case RSA -> rsa(id);
      case P256 -> generate(id, family, "EC", 256);
      case P384 -> generate(id, family, "EC", 384);
      case ED25519 -> generate(id, family, "Ed25519", 0);
    };
  }

  /** The same key material under another id. */
  TestKey withId(String id) {
    return new TestKey(id, family, pair);
  }

  /** The public key as JSON, with nothing but the key and its id. */
  String jwk() {
    return jwk("");
  }

  /** The public key as JSON with more members, each preceded by a comma. */
  String jwk(String members) {
    return "{" + material() + ",\"kid\":\"" + id + "\"" + members + "}";
  }

  /** Members that are the key itself. */
  String material() {
    String json =
        switch (family) {
          case RSA -> publicJson(new RSAKey.Builder((RSAPublicKey) pair.getPublic()).build());
          case P256 ->
              publicJson(new ECKey.Builder(Curve.P_256, (ECPublicKey) pair.getPublic()).build());
          case P384 ->
              publicJson(new ECKey.Builder(Curve.P_384, (ECPublicKey) pair.getPublic()).build());
          case ED25519 -> "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"" + ed25519Point() + "\"}";
        };
    return json.substring(1, json.length() - 1);
  }

  VerificationKey verificationKey() {
    try {
      JWK jwk = JWK.parse(jwk());
      return new VerificationKey(
          id, jwk.computeThumbprint().toString(), family, pair.getPublic(), family.algorithms());
    } catch (ParseException | JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** Signs as a careful issuer does: ECDSA in the fixed-length form with the lower s. */
  byte[] sign(JwsAlgorithm algorithm, String signedPart) {
    try {
      Signature signature = Signature.getInstance(jcaName(algorithm));
      if (algorithm.isPss()) {
        int salt = Integer.parseInt(algorithm.digest().substring(4)) / 8;
        signature.setParameter(
            new PSSParameterSpec(
                algorithm.digest(), "MGF1", new MGF1ParameterSpec(algorithm.digest()), salt, 1));
      }
      signature.initSign(pair.getPrivate());
      signature.update(signedPart.getBytes(StandardCharsets.US_ASCII));
      byte[] bytes = signature.sign();
      return jcaName(algorithm).contains("ECDSA") ? EcdsaNumbers.of(bytes).low().bytes() : bytes;
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private String ed25519Point() {
    byte[] encoded = pair.getPublic().getEncoded();
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length));
  }

  private static String jcaName(JwsAlgorithm algorithm) {
    return switch (algorithm) {
      case RS256 -> "SHA256withRSA";
      case RS384 -> "SHA384withRSA";
      case RS512 -> "SHA512withRSA";
      case PS256, PS384, PS512 -> "RSASSA-PSS";
      case ES256 -> "SHA256withECDSAinP1363Format";
      case ES384 -> "SHA384withECDSAinP1363Format";
      case EDDSA -> "Ed25519";
    };
  }

  private static String publicJson(JWK jwk) {
    return jwk.toPublicJWK().toJSONString();
  }

  private static TestKey generate(String id, KeyFamily family, String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
      } else if (bits > 0) {
        generator.initialize(bits);
      }
      return new TestKey(id, family, generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
