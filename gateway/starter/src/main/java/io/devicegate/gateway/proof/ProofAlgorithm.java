package io.devicegate.gateway.proof;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * Signature algorithms that a proof may use: asymmetric ones only (RFC 9449, section 4.2), each
 * bound to one kind of key.
 */
public enum ProofAlgorithm {
  /** ECDSA on P-256. */
  ES256("ES256", "P-256", "SHA256withECDSAinP1363Format"),
  /** ECDSA on P-384. */
  ES384("ES384", "P-384", "SHA384withECDSAinP1363Format"),
  /** Ed25519, under its name in RFC 8037. */
  EDDSA("EdDSA", "Ed25519", "Ed25519"),
  /** Ed25519, under its name in RFC 9864. */
  ED25519("Ed25519", "Ed25519", "Ed25519"),
  /** RSASSA-PSS with SHA-256. */
  PS256("PS256", "RSA", "RSASSA-PSS"),
  /** RSASSA-PKCS1-v1_5 with SHA-256. */
  RS256("RS256", "RSA", "SHA256withRSA");

  /** The parameters that RFC 7518, section 3.5, gives PS256. */
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final String id;
  private final String keyKind;
  private final String signature;

  ProofAlgorithm(String id, String keyKind, String signature) {
    this.id = id;
    this.keyKind = keyKind;
    this.signature = signature;
  }

  /** Returns the value of {@code alg}. */
  public String id() {
    return id;
  }

  /** Returns whether keys of this curve, or of type RSA, belong to the algorithm. */
  boolean suits(String kind) {
    return keyKind.equals(kind);
  }

  boolean verifies(PublicKey key, byte[] signed, byte[] signatureBytes) {
    try {
      Signature verifier = Signature.getInstance(signature);
      if (this == PS256) {
        verifier.setParameter(PSS);
      }
      verifier.initVerify(key);
      verifier.update(signed);
      return verifier.verify(signatureBytes);
    } catch (GeneralSecurityException e) {
      // A key or signature that the provider cannot read: the proof proves nothing.
      return false;
    }
  }
}
