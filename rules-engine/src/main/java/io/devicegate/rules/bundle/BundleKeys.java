package io.devicegate.rules.bundle;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Ed25519 keys as PEM texts (RFC 8410), as OpenSSL writes and reads them too. */
public final class BundleKeys {

  static final String ALGORITHM = "Ed25519";

  private static final String PUBLIC = "PUBLIC KEY";
  private static final String PRIVATE = "PRIVATE KEY";
  private static final int MAX_CHARACTERS = 4_096;

  private BundleKeys() {}

  /** Returns a new pair of keys. */
  public static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java without Ed25519", e);
    }
  }

  /**
   * Reads a public key: the PEM text, or only what is between its first and last line.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PublicKey publicKey(String text) {
    return read(text, PUBLIC, bytes -> factory().generatePublic(new X509EncodedKeySpec(bytes)));
  }

  /**
   * Reads a private key, of which no message ever shows anything.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static PrivateKey privateKey(String text) {
    return read(text, PRIVATE, bytes -> factory().generatePrivate(new PKCS8EncodedKeySpec(bytes)));
  }

  /** Returns the key as PEM text. */
  public static String write(PublicKey key) {
    return pem(PUBLIC, key.getEncoded());
  }

  /** Returns the key as PEM text: a secret. */
  public static String write(PrivateKey key) {
    return pem(PRIVATE, key.getEncoded());
  }

  private static String pem(String kind, byte[] encoded) {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind);
  }

  private static <T> T read(String text, String kind, Decoder<T> decoder) {
    String body =
        text.replace("-----BEGIN " + kind + "-----", "")
            .replace("-----END " + kind + "-----", "")
            .replaceAll("\\s", "");
    try {
      if (text.length() > MAX_CHARACTERS) {
        throw new IllegalArgumentException("too long");
      }
      return decoder.decode(Base64.getDecoder().decode(body));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      // Without its cause, which may quote the key.
      throw new IllegalArgumentException(
          "not an Ed25519 key (expected: PEM with BEGIN " + kind + ")");
    }
  }

  private static KeyFactory factory() throws GeneralSecurityException {
    return KeyFactory.getInstance(ALGORITHM);
  }

  private interface Decoder<T> {

    T decode(byte[] bytes) throws GeneralSecurityException;
  }
}
