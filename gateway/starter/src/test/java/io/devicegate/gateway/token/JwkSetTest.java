package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class JwkSetTest {

  private static final TestKey GOOD = TestKey.rsa("good");
  private static final TestKey OTHER = TestKey.rsa("other");
  private static final TestKey CURVE = TestKey.of("curve", KeyFamily.P256);

  @ParameterizedTest
  @EnumSource(KeyFamily.class)
  void bindsAKeyWithoutAlgorithmToTheAlgorithmsOfItsFamily(KeyFamily family) {
    TestKey key = TestKey.of("k", family);

    VerificationKey read = key(read(KeyServer.keySet(key)), "k");

    assertThat(read.family()).isEqualTo(family);
    assertThat(read.algorithms()).isEqualTo(family.algorithms()).isNotEmpty();
    assertThat(read.publicKey()).isEqualTo(key.pair().getPublic());
  }

  @Test
  void bindsAKeyWithAnAlgorithmToThatOne() {
    JwkSet set =
        read(keys(GOOD.jwk(",\"alg\":\"PS384\",\"use\":\"sig\",\"key_ops\":[\"verify\"]")));

    assertThat(key(set, "good").algorithms()).containsExactly(JwsAlgorithm.PS384);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badKeys")
  void skipsABadKeyAndUsesTheGoodOne(String name, String bad, SkippedKey reason) {
    JwkSet set = read(keys(bad, GOOD.jwk()));

    assertThat(set.keys()).containsOnlyKeys("good");
    assertThat(set.skipped()).isEqualTo(Map.of(reason, 1));
  }

  static Stream<Arguments> badKeys() {
    return Stream.of(
        arguments("not an object", "1", SkippedKey.MALFORMED),
        arguments("null", "null", SkippedKey.MALFORMED),
        arguments("empty", "{}", SkippedKey.MISSING_ID),
        arguments("no kid", "{" + OTHER.material() + "}", SkippedKey.MISSING_ID),
        arguments("empty kid", OTHER.withId("").jwk(), SkippedKey.MALFORMED),
        arguments("kid number", "{" + OTHER.material() + ",\"kid\":1}", SkippedKey.MALFORMED),
        arguments("kid of 10 KB", OTHER.withId("k".repeat(10_000)).jwk(), SkippedKey.MALFORMED),
        arguments("no kty", "{\"kid\":\"bad\",\"n\":\"AQAB\"}", SkippedKey.UNSUPPORTED),
        arguments("unknown kty", "{\"kid\":\"bad\",\"kty\":\"AKP\"}", SkippedKey.UNSUPPORTED),
        arguments(
            "no modulus", "{\"kid\":\"bad\",\"kty\":\"RSA\",\"e\":\"AQAB\"}", SkippedKey.MALFORMED),
        arguments(
            "modulus number",
            "{\"kid\":\"bad\",\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":1}",
            SkippedKey.MALFORMED),
        arguments(
            "secret", "{\"kid\":\"bad\",\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}", SkippedKey.SYMMETRIC),
        arguments("secret in an RSA key", OTHER.jwk(",\"k\":\"c2VjcmV0\""), SkippedKey.SYMMETRIC),
        arguments("private", OTHER.jwk(",\"d\":\"AQAB\""), SkippedKey.PRIVATE),
        arguments("1024 bits", TestKey.rsa("bad", 1024).jwk(), SkippedKey.WEAK),
        arguments(
            "16384 bits", rsa(BigInteger.ONE.shiftLeft(16_383).setBit(0), 65537), SkippedKey.WEAK),
        arguments("exponent 1", rsa(modulus(), 1), SkippedKey.WEAK),
        arguments("exponent even", rsa(modulus(), 65538), SkippedKey.WEAK),
        arguments("exponent of 60 bits", rsa(modulus(), (1L << 60) + 1), SkippedKey.WEAK),
        arguments("modulus even", rsa(modulus().clearBit(0), 65537), SkippedKey.WEAK),
        arguments("ROCA", rsa(rocaModulus(), 65537), SkippedKey.WEAK),
        arguments("for encryption", OTHER.jwk(",\"use\":\"enc\""), SkippedKey.NOT_FOR_SIGNATURES),
        arguments("use null", OTHER.jwk(",\"use\":null"), SkippedKey.NOT_FOR_SIGNATURES),
        arguments(
            "only signs", OTHER.jwk(",\"key_ops\":[\"sign\"]"), SkippedKey.NOT_FOR_SIGNATURES),
        arguments(
            "key_ops string", OTHER.jwk(",\"key_ops\":\"verify\""), SkippedKey.NOT_FOR_SIGNATURES),
        arguments("HS256 on an RSA key", OTHER.jwk(",\"alg\":\"HS256\""), SkippedKey.UNSUPPORTED),
        arguments("ES256 on an RSA key", OTHER.jwk(",\"alg\":\"ES256\""), SkippedKey.UNSUPPORTED),
        arguments("ES384 on a P-256 key", CURVE.jwk(",\"alg\":\"ES384\""), SkippedKey.UNSUPPORTED),
        arguments("alg none", OTHER.jwk(",\"alg\":\"none\""), SkippedKey.UNSUPPORTED),
        arguments("alg array", OTHER.jwk(",\"alg\":[\"RS256\"]"), SkippedKey.UNSUPPORTED),
        arguments(
            "point not on its curve",
            "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"bad\",\"x\":\"AQ\",\"y\":\"AQ\"}",
            SkippedKey.MALFORMED),
        arguments(
            "curve P-521",
            "{\"kty\":\"EC\",\"crv\":\"P-521\",\"kid\":\"bad\",\"x\":\"AQ\",\"y\":\"AQ\"}",
            SkippedKey.MALFORMED),
        arguments(
            "X25519",
            "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"kid\":\"bad\",\"x\":\"" + "A".repeat(43) + "\"}",
            SkippedKey.UNSUPPORTED),
        arguments(
            "short Ed25519",
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"bad\",\"x\":\"AQ\"}",
            SkippedKey.MALFORMED));
  }

  @Test
  void keepsTheFirstOfTwoKeysWithOneId() {
    JwkSet set = read(keys(GOOD.jwk(), OTHER.withId("good").jwk()));

    assertThat(key(set, "good").publicKey()).isEqualTo(GOOD.pair().getPublic());
    assertThat(set.skipped()).isEqualTo(Map.of(SkippedKey.DUPLICATE_ID, 1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badDocuments")
  void refusesADocument(String name, String document, FetchFailure reason) {
    assertThatExceptionOfType(KeyFetchException.class)
        .isThrownBy(() -> read(document))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(reason));
  }

  static Stream<Arguments> badDocuments() {
    String tenThousand =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "{\"kid\":\"" + i + "\"}")
            .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
    return Stream.of(
        arguments("empty", "", FetchFailure.MALFORMED),
        arguments("a page", "<html>Sorry</html>", FetchFailure.MALFORMED),
        arguments("an array", "[]", FetchFailure.MALFORMED),
        arguments("no keys", "{}", FetchFailure.MALFORMED),
        arguments("keys is an object", "{\"keys\":{}}", FetchFailure.MALFORMED),
        arguments("keys twice", "{\"keys\":[],\"keys\":[]}", FetchFailure.MALFORMED),
        arguments("cut off", "{\"keys\":[" + GOOD.jwk(), FetchFailure.MALFORMED),
        arguments("nested", "{\"keys\":" + "[".repeat(10_000), FetchFailure.MALFORMED),
        arguments("longer than the limit", " ".repeat(300_000), FetchFailure.MALFORMED),
        arguments("10,000 keys", tenThousand, FetchFailure.TOO_MANY_KEYS),
        arguments("no key", "{\"keys\":[]}", FetchFailure.NO_USABLE_KEY),
        arguments("only bad keys", "{\"keys\":[{},{}]}", FetchFailure.NO_USABLE_KEY));
  }

  @Test
  void takesNoSoundKeyForOneWithTheRocaWeakness() {
    assertThat(RocaFingerprint.matches(modulus())).isFalse();
    assertThat(RocaFingerprint.matches(rocaModulus())).isTrue();
  }

  private static BigInteger modulus() {
    return ((RSAPublicKey) OTHER.pair().getPublic()).getModulus();
  }

  /**
   * A modulus as the faulty library makes them: a power of 65537 modulo the first 39 primes'
   * product.
   */
  private static BigInteger rocaModulus() {
    BigInteger product = BigInteger.TWO;
    BigInteger prime = BigInteger.TWO;
    for (int i = 1; i < 39; i++) {
      prime = prime.nextProbablePrime();
      product = product.multiply(prime);
    }
    BigInteger power = BigInteger.valueOf(65537).modPow(BigInteger.valueOf(4711), product);
    BigInteger random = new BigInteger(2047 - product.bitLength(), new Random(1));
    BigInteger top = BigInteger.ONE.shiftLeft(2047).divide(product).add(random);
    return top.multiply(product).add(power).setBit(0);
  }

  private static String rsa(BigInteger modulus, long exponent) {
    return "{\"kty\":\"RSA\",\"kid\":\"bad\",\"n\":\"%s\",\"e\":\"%s\"}"
        .formatted(Base64URL.encode(modulus), Base64URL.encode(BigInteger.valueOf(exponent)));
  }

  private static String keys(String... keys) {
    return "{\"keys\":[" + String.join(",", keys) + "]}";
  }

  private static VerificationKey key(JwkSet set, String id) {
    return Objects.requireNonNull(set.keys().get(id), id);
  }

  private static JwkSet read(String document) {
    return JwkSet.read(document.getBytes(StandardCharsets.UTF_8), JwksSettings.DEFAULTS.fetch());
  }
}
