package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.devicegate.gateway.testing.EcdsaNumbers;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.Provider;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureVerifierTest {

  private static final TestKey RSA = TestKey.rsa("rsa");
  private static final TestKey P256 = TestKey.of("p256", KeyFamily.P256);
  private static final TestKey P384 = TestKey.of("p384", KeyFamily.P384);
  private static final TestKey ED25519 = TestKey.of("ed", KeyFamily.ED25519);

  private static final SignatureVerifier VERIFIER = new SignatureVerifier(Optional.empty());
  private static final SignatureVerifier PREFERRED =
      new SignatureVerifier(CryptoProvider.preferred());

  @ParameterizedTest
  @EnumSource(JwsAlgorithm.class)
  void acceptsEveryAlgorithmWithAKeyOfItsFamily(JwsAlgorithm algorithm) {
    TestKey key = keyFor(algorithm);

    assertThat(refuse(TestToken.by(key, algorithm).signed(), key)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(JwsAlgorithm.class)
  void refusesEveryAlgorithmWithAKeyOfAnotherFamily(JwsAlgorithm algorithm) {
    String token = TestToken.by(keyFor(algorithm), algorithm).signed();

    for (TestKey key : List.of(RSA, P256, P384, ED25519)) {
      if (key.family() != algorithm.family()) {
        assertThat(refuse(token, key)).contains(TokenRefusal.KEY_NOT_FOR_ALGORITHM);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(JwsAlgorithm.class)
  void refusesASignatureOfAnotherKey(JwsAlgorithm algorithm) {
    TestKey other = TestKey.of("other", algorithm.family());

    assertThat(refuse(TestToken.by(other, algorithm).signed(), keyFor(algorithm)))
        .contains(TokenRefusal.SIGNATURE_INVALID);
  }

  @Test
  void refusesAnAlgorithmThatTheKeyIsNotPublishedFor() {
    VerificationKey published = RSA.verificationKey();
    VerificationKey onlyPs256 =
        new VerificationKey(
            "rsa",
            published.thumbprint(),
            KeyFamily.RSA,
            published.publicKey(),
            Set.of(JwsAlgorithm.PS256));

    assertThat(VERIFIER.refuse(parsed(TestToken.by(RSA).signed()), onlyPs256, false))
        .contains(TokenRefusal.KEY_NOT_FOR_ALGORITHM);
  }

  @Test
  void refusesRs256AndPs256InPlaceOfEachOther() {
    TestToken rs256 = TestToken.by(RSA, JwsAlgorithm.RS256);
    String signedPart = rs256.signedPart();
    String token = signedPart + "." + TestToken.base64(RSA.sign(JwsAlgorithm.PS256, signedPart));

    assertThat(refuse(token, RSA)).contains(TokenRefusal.SIGNATURE_INVALID);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("publicKeyBytes")
  void refusesAnHmacMadeWithThePublicKey(String name, byte[] secret) throws Exception {
    String signedPart = TestToken.by(RSA).signedPart();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    byte[] forged = mac.doFinal(signedPart.getBytes(StandardCharsets.US_ASCII));

    assertThat(refuse(signedPart + "." + TestToken.base64(forged), RSA))
        .contains(TokenRefusal.SIGNATURE_MALFORMED);
  }

  static Stream<Arguments> publicKeyBytes() {
    byte[] der = RSA.pair().getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    return Stream.of(
        arguments("DER", der),
        arguments("PEM", pem.getBytes(StandardCharsets.US_ASCII)),
        arguments("JWK", RSA.jwk().getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ecdsaForms")
  void refusesEcdsaSignaturesOfAnotherForm(String name, UnaryOperator<byte[]> change) {
    assertThat(refuse(TestToken.by(P256), change)).contains(TokenRefusal.SIGNATURE_MALFORMED);
  }

  static Stream<Arguments> ecdsaForms() {
    BigInteger order = EcdsaNumbers.P256_ORDER;
    return Stream.of(
        change("r = 0", n -> n.withR(BigInteger.ZERO)),
        change("s = 0", n -> n.withS(BigInteger.ZERO)),
        change("r = s = 0", n -> n.withR(BigInteger.ZERO).withS(BigInteger.ZERO)),
        change("r = n", n -> n.withR(order)),
        change("s = n", n -> n.withS(order)),
        change("r = n + 1", n -> n.withR(order.add(BigInteger.ONE))),
        change("s = n - 1", n -> n.withS(order.subtract(BigInteger.ONE))),
        change("n - s", EcdsaNumbers::mirrored),
        bytes("one byte short", b -> Arrays.copyOf(b, b.length - 1)),
        bytes("one byte long", b -> Arrays.copyOf(b, b.length + 1)),
        bytes("half", b -> Arrays.copyOf(b, 32)),
        bytes("as long as ES384", b -> Arrays.copyOf(b, 96)),
        bytes("DER", SignatureVerifierTest::der));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ecdsaNumbers")
  void refusesEcdsaNumbersThatAreInRangeButNotASignature(
      String name, UnaryOperator<byte[]> change) {
    assertThat(refuse(TestToken.by(P256), change)).contains(TokenRefusal.SIGNATURE_INVALID);
  }

  static Stream<Arguments> ecdsaNumbers() {
    BigInteger one = BigInteger.ONE;
    return Stream.of(
        change("r = 1", n -> n.withR(one)),
        change("s = 1", n -> n.withS(one)),
        change("r = s = 1", n -> n.withR(one).withS(one)),
        change("r = n - 1", n -> n.withR(EcdsaNumbers.P256_ORDER.subtract(one))));
  }

  @Test
  void acceptsTheHigherSOnlyWhereThePolicySaysSo() {
    TestToken token = TestToken.by(P384);
    byte[] high =
        EcdsaNumbers.of(P384.sign(JwsAlgorithm.ES384, token.signedPart())).mirrored().bytes();
    StrictJwt jwt = parsed(token.signedPart() + "." + TestToken.base64(high));

    assertThat(VERIFIER.refuse(jwt, P384.verificationKey(), false))
        .contains(TokenRefusal.SIGNATURE_MALFORMED);
    assertThat(VERIFIER.refuse(jwt, P384.verificationKey(), true)).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherLengths")
  void refusesSignaturesOfAnotherLength(String name, TestKey key, UnaryOperator<byte[]> change) {
    assertThat(refuse(TestToken.by(key), change)).contains(TokenRefusal.SIGNATURE_MALFORMED);
  }

  static Stream<Arguments> otherLengths() {
    UnaryOperator<byte[]> shorter = bytes -> Arrays.copyOf(bytes, bytes.length - 1);
    UnaryOperator<byte[]> longer = bytes -> Arrays.copyOf(bytes, bytes.length + 1);
    UnaryOperator<byte[]> zeroFirst =
        bytes -> {
          byte[] padded = new byte[bytes.length + 1];
          System.arraycopy(bytes, 0, padded, 1, bytes.length);
          return padded;
        };
    return Stream.of(
        arguments("RSA shorter", RSA, shorter),
        arguments("RSA longer", RSA, longer),
        arguments("RSA with a leading zero", RSA, zeroFirst),
        arguments("Ed25519 shorter", ED25519, shorter),
        arguments("Ed25519 longer", ED25519, longer));
  }

  @Test
  void refusesAnEd25519SignatureWhoseSecondHalfIsNotReduced() {
    TestToken token = TestToken.by(ED25519);

    assertThat(refuse(token, SignatureVerifierTest::unreduced))
        .contains(TokenRefusal.SIGNATURE_INVALID);
  }

  /**
   * Adds the group's order to S: the same number for whoever forgets to check (RFC 8032 section
   * 5.1.7).
   */
  private static byte[] unreduced(byte[] signature) {
    BigInteger order =
        BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    byte[] changed = signature.clone();
    byte[] littleEndian = Arrays.copyOfRange(signature, 32, 64);
    BigInteger s = new BigInteger(1, reversed(littleEndian)).add(order);
    byte[] bigEndian = s.toByteArray();
    for (int i = 0; i < 32; i++) {
      int at = bigEndian.length - 1 - i;
      changed[32 + i] = at >= 0 ? bigEndian[at] : 0;
    }
    return changed;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }

  private static byte[] der(byte[] fixedLength) {
    EcdsaSignature numbers = EcdsaSignature.read(fixedLength, KeyFamily.P256);
    if (numbers == null) {
      throw new AssertionError();
    }
    return numbers.toDer();
  }

  @Test
  void writesTheDerFormThatTheJdkItselfTakes() throws Exception {
    byte[] text = "text".getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < 50; i++) {
      byte[] der = der(P256.sign(JwsAlgorithm.ES256, "text"));
      Signature jdk = Signature.getInstance("SHA256withECDSA");
      jdk.initVerify(P256.pair().getPublic());
      jdk.update(text);
      assertThat(jdk.verify(der)).isTrue();
    }
  }

  /** Conscrypt is on the class path of these tests; it has no library for every processor. */
  @Test
  void verifiesByTheNativeProviderOnTheClassPath() {
    Optional<Provider> found = CryptoProvider.find(getClass().getClassLoader());
    assumeThat(found).as("a native library for this machine").isPresent();
    SignatureVerifier nativeVerifier = new SignatureVerifier(found);

    assertThat(found.orElseThrow().getName()).isEqualTo("Conscrypt");
    for (TestKey key : List.of(RSA, P256)) {
      StrictJwt good = parsed(TestToken.by(key).signed());
      StrictJwt bad = parsed(TestToken.by(key).signedPart() + "." + signatureOf(key, "other"));
      assertThat(nativeVerifier.isCheap(good.algorithm())).isTrue();
      assertThat(nativeVerifier.refuse(good, key.verificationKey(), false)).isEmpty();
      assertThat(nativeVerifier.refuse(bad, key.verificationKey(), false))
          .contains(TokenRefusal.SIGNATURE_INVALID);
    }
  }

  @Test
  void ecdsaIsDearWithoutANativeProvider() {
    assertThat(VERIFIER.isCheap(JwsAlgorithm.RS256)).isTrue();
    assertThat(VERIFIER.isCheap(JwsAlgorithm.ES256)).isFalse();
    assertThat(VERIFIER.isCheap(JwsAlgorithm.EDDSA)).isFalse();
  }

  private static String signatureOf(TestKey key, String text) {
    JwsAlgorithm algorithm = TestToken.by(key).algorithm();
    return TestToken.base64(key.sign(algorithm, text));
  }

  @Test
  void worksWithoutANativeProviderOnTheClassPath() {
    assertThat(CryptoProvider.find(ClassLoader.getPlatformClassLoader())).isEmpty();
  }

  private static Arguments change(String name, UnaryOperator<EcdsaNumbers> change) {
    return bytes(name, signature -> change.apply(EcdsaNumbers.of(signature)).bytes());
  }

  private static Arguments bytes(String name, UnaryOperator<byte[]> change) {
    return arguments(name, change);
  }

  private static TestKey keyFor(JwsAlgorithm algorithm) {
    return switch (algorithm.family()) {
      case RSA -> RSA;
      case P256 -> P256;
      case P384 -> P384;
      case ED25519 -> ED25519;
    };
  }

  private static Optional<TokenRefusal> refuse(TestToken token, UnaryOperator<byte[]> change) {
    byte[] signature = token.key().sign(token.algorithm(), token.signedPart());
    return refuse(
        token.signedPart() + "." + TestToken.base64(change.apply(signature)), token.key());
  }

  /** What the JDK says, once it is sure that the preferred provider says the same. */
  private static Optional<TokenRefusal> refuse(String token, TestKey key) {
    Optional<TokenRefusal> refusal = VERIFIER.refuse(parsed(token), key.verificationKey(), false);
    assertThat(PREFERRED.refuse(parsed(token), key.verificationKey(), false)).isEqualTo(refusal);
    return refusal;
  }

  private static StrictJwt parsed(String token) {
    TokenPolicy policy = TokenPolicy.of("test", TestToken.ISSUER, TestToken.AUDIENCE);
    TokenPolicy everyAlgorithm =
        new TokenPolicy(
            policy.id(),
            policy.issuers(),
            policy.audiences(),
            EnumSet.allOf(JwsAlgorithm.class),
            policy.types(),
            false,
            policy.clockSkew(),
            null,
            false,
            policy.limits());
    return ((ParsedJwt.WellFormed) new StrictJwtParser(everyAlgorithm).parse(token)).jwt();
  }
}
