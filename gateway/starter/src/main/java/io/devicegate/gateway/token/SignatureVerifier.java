package io.devicegate.gateway.token;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signatures (RFC 7515 section 5.2). Whatever goes wrong, the signature is not accepted.
 *
 * <p>The key decides which algorithms are possible, and the signature has to have exactly the form
 * that the algorithm prescribes, so that no second spelling of it is valid.
 */
final class SignatureVerifier {

  private final @Nullable Provider provider;

  SignatureVerifier(Optional<Provider> provider) {
    this.provider = provider.orElse(null);
  }

  /**
   * Whether one verification costs tens of microseconds, not hundreds: RSA does by whatever
   * provider, the others by a native one.
   */
  boolean isCheap(JwsAlgorithm algorithm) {
    return algorithm.family() == KeyFamily.RSA || isNative(jcaName(algorithm));
  }

  /**
   * What is wrong with a token's signature; empty when it is valid.
   *
   * @param highSAllowed whether the higher of the two s that make a valid ECDSA signature is taken
   *     too
   */
  Optional<TokenRefusal> refuse(StrictJwt jwt, VerificationKey key, boolean highSAllowed) {
    if (!key.algorithms().contains(jwt.algorithm())) {
      return Optional.of(TokenRefusal.KEY_NOT_FOR_ALGORITHM);
    }
    byte[] signature = wireForm(jwt.signature(), key, highSAllowed);
    if (signature == null) {
      return Optional.of(TokenRefusal.SIGNATURE_MALFORMED);
    }
    return isValid(jwt, key, signature)
        ? Optional.empty()
        : Optional.of(TokenRefusal.SIGNATURE_INVALID);
  }

  /**
   * The signature as the JCA takes it, or {@code null} when it does not have the prescribed form.
   */
  private static byte @Nullable [] wireForm(
      byte[] signature, VerificationKey key, boolean highSAllowed) {
    return switch (key.family()) {
      case RSA -> {
        int modulusBytes = (((RSAKey) key.publicKey()).getModulus().bitLength() + 7) / 8;
        yield signature.length == modulusBytes ? signature : null;
      }
      case P256, P384 -> {
        EcdsaSignature numbers = EcdsaSignature.read(signature, key.family());
        yield numbers != null && (highSAllowed || numbers.isLowS()) ? numbers.toDer() : null;
      }
      case ED25519 -> signature.length == 64 ? signature : null;
    };
  }

  private boolean isValid(StrictJwt jwt, VerificationKey key, byte[] signature) {
    try {
      Signature verification = verification(jwt.algorithm());
      verification.initVerify(key.publicKey());
      verification.update(jwt.signedPart().getBytes(StandardCharsets.US_ASCII));
      return verification.verify(signature);
    } catch (GeneralSecurityException | ProviderException e) {
      return false;
    }
  }

  private Signature verification(JwsAlgorithm algorithm) throws GeneralSecurityException {
    Signature verification = instance(jcaName(algorithm));
    if (algorithm.isPss()) {
      verification.setParameter(pss(algorithm));
    }
    return verification;
  }

  private Signature instance(String name) throws NoSuchAlgorithmException {
    return provider != null && isNative(name)
        ? Signature.getInstance(name, provider)
        : Signature.getInstance(name);
  }

  private boolean isNative(String name) {
    return provider != null && provider.getService("Signature", name) != null;
  }

  private static String jcaName(JwsAlgorithm algorithm) {
    if (algorithm.isPss()) {
      return "RSASSA-PSS";
    }
    String digest = algorithm.digest().replace("-", "");
    return switch (algorithm.family()) {
      case RSA -> digest + "withRSA";
      case P256, P384 -> digest + "withECDSA";
      case ED25519 -> "Ed25519";
    };
  }

  /** RFC 7518 section 3.5: MGF1 with the same digest, and a salt as long as the digest. */
  private static PSSParameterSpec pss(JwsAlgorithm algorithm) {
    String digest = algorithm.digest();
    int saltLength = Integer.parseInt(digest.substring("SHA-".length())) / 8;
    return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), saltLength, 1);
  }
}
