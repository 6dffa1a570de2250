package io.devicegate.gateway.regression;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.testing.EcdsaNumbers;
import io.devicegate.gateway.testing.FakeIssuer;
import io.devicegate.gateway.testing.RawHttp;
import io.devicegate.gateway.testing.RawHttp.Answer;
import io.devicegate.gateway.testing.TestTokens;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The token itself. Each differs from one that passes in what its test says, and is signed well.
 */
class TokenRegressionsIT {

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  private RegressionGateway gateway;
  private RawToken good;

  @BeforeEach
  void nextDay() {
    gateway = RegressionGateway.nextDay();
    good = gateway.token();
  }

  @Test
  @DisplayName("Regression 1: alg none in every spelling, absent, of another type (CVE-2015-9235)")
  void algNone() {
    gateway.passes(good.signed());
    for (String alg :
        List.of(
            "\"none\"",
            "\"None\"",
            "\"NONE\"",
            "\"nOnE\"",
            "\"\"",
            "\"RS256 \"",
            "\"rs256\"",
            "\"XX999\"",
            "null",
            "256",
            "[\"RS256\"]",
            "{\"RS256\":1}")) {
      gateway.refuses(good.header("alg", alg), Reason.ALGORITHM_REFUSED);
    }
    gateway.refuses(good.withoutHeader("alg"), Reason.ALGORITHM_REFUSED);
    gateway.refuses(good.header("alg", "\"none\"").signedPart() + ".", Reason.TOKEN_MALFORMED);
    gateway.refuses(good.signedPart() + ".", Reason.TOKEN_MALFORMED);
  }

  @Test
  @DisplayName("Regression 2: HMAC with the public key's PEM, DER, JWK (CVE-2016-10555)")
  void hmacWithPublicKey() throws Exception {
    gateway.passes(good.signed());
    byte[] der = RegressionGateway.KEY.toRSAPublicKey().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    String jwk = RegressionGateway.KEY.toPublicJWK().toJSONString();
    for (byte[] secret :
        List.of(
            der,
            pem.getBytes(StandardCharsets.US_ASCII),
            jwk.getBytes(StandardCharsets.US_ASCII))) {
      gateway.refuses(good.header("alg", "\"HS256\"").withMac(secret), Reason.ALGORITHM_REFUSED);
      gateway.refuses(good.withMac(secret), Reason.SIGNATURE_INVALID);
    }
  }

  @Test
  @DisplayName("Regression 3: key of another alg, use, key_ops or curve (CVE-2026-39999)")
  void keyIsForItsAlgorithmOnly() {
    publish(RegressionGateway.EC_KEY.toPublicJWK().toJSONString(), member(",\"alg\":\"PS256\""));
    gateway.refuses(good, Reason.ALGORITHM_REFUSED);
    gateway.refuses(
        good.key(RegressionGateway.EC_KEY).header("alg", "\"RS256\""), Reason.ALGORITHM_REFUSED);
    gateway.refuses(
        good.header("alg", "\"ES256\"").header("kid", "\"ec-1\""), Reason.SIGNATURE_INVALID);
    for (String member :
        List.of(
            ",\"use\":\"enc\"",
            ",\"key_ops\":[\"encrypt\"]",
            ",\"key_ops\":\"verify\"",
            ",\"alg\":\"RSA-OAEP\"",
            ",\"alg\":\"HS256\"",
            ",\"alg\":\"ES256\"")) {
      gateway = RegressionGateway.nextDay();
      publish(RegressionGateway.EC_KEY.toPublicJWK().toJSONString(), member(member));
      gateway.refuses(gateway.token(), Reason.KEY_UNKNOWN);
      gateway.passes(gateway.token().key(RegressionGateway.EC_KEY).signed());
    }
  }

  @Test
  @DisplayName("Regression 4: kid missing, of another issuer's key, a path, SQL, 10 KB")
  void keyIds() {
    gateway.passes(good.signed());
    gateway.refuses(good.withoutHeader("kid"), Reason.KEY_UNKNOWN);
    gateway.refuses(good.header("kid", "\"\""), Reason.KEY_UNKNOWN);
    for (String kid :
        List.of(
            "../../dev/null", "/dev/null", "' OR '1'='1", "${jndi:ldap://x}", "k".repeat(300))) {
      gateway.refuses(good.header("kid", "\"" + kid + "\""), Reason.KEY_UNKNOWN);
    }
    gateway.refuses(good.header("kid", "[\"key-1\"]"), Reason.TOKEN_MALFORMED);
    gateway.refuses(good.header("kid", "\"" + "k".repeat(5_000) + "\""), Reason.TOKEN_MALFORMED);
    gateway.refuses(good.header("kid", "\"" + "k".repeat(10_240) + "\""), Reason.TOKEN_TOO_LARGE);
    gateway.refuses(good.key(RegressionGateway.OTHER_KEY), Reason.SIGNATURE_INVALID);
    gateway.refuses(gateway.otherToken().key(RegressionGateway.KEY), Reason.SIGNATURE_INVALID);
  }

  @Test
  @DisplayName("Regression 5: jwk, jku, x5u, x5c, crit, b64 are not followed (CVE-2018-0114)")
  void keysThatTheTokenBrings() {
    gateway.passes(good.signed());
    RawToken own = good.key(TestTokens.FOREIGN_KEY);
    String url = "\"" + gateway.other.issuer() + "evil\"";
    String jwk = TestTokens.FOREIGN_KEY.toPublicJWK().toJSONString();
    gateway.refuses(own.header("jwk", jwk), Reason.TOKEN_TYPE_REFUSED);
    gateway.refuses(own.header("jku", url), Reason.TOKEN_TYPE_REFUSED);
    gateway.refuses(own.header("x5u", url), Reason.TOKEN_TYPE_REFUSED);
    gateway.refuses(own.header("x5c", "[\"MIIB\"]"), Reason.TOKEN_TYPE_REFUSED);
    gateway.refuses(good.header("crit", "[\"exp\"]"), Reason.TOKEN_TYPE_REFUSED);
    gateway.refuses(
        good.header("b64", "false").header("crit", "[\"b64\"]"), Reason.TOKEN_TYPE_REFUSED);
    assertThat(gateway.other.count("/evil")).isZero();
  }

  @Test
  @DisplayName("Regression 6: ES256 r and s of 0, 1, n-1, n; DER; wrong length (CVE-2022-21449)")
  void ecdsaNumbers() {
    RawToken token = good.key(RegressionGateway.EC_KEY);
    byte[] signature = token.signature(token.signedPart());
    gateway.passes(token.withSignature(signature));
    EcdsaNumbers numbers = EcdsaNumbers.of(signature);
    BigInteger order = EcdsaNumbers.P256_ORDER;
    for (BigInteger number :
        List.of(BigInteger.ZERO, BigInteger.ONE, order.subtract(BigInteger.ONE), order)) {
      for (EcdsaNumbers changed :
          List.of(
              numbers.withR(number), numbers.withS(number), numbers.withR(number).withS(number))) {
        gateway.refuses(token.withSignature(changed.bytes()), Reason.SIGNATURE_INVALID);
      }
    }
    for (byte[] changed :
        List.of(
            der(signature),
            new byte[64],
            Arrays.copyOf(signature, 63),
            Arrays.copyOf(signature, 65),
            Arrays.copyOf(signature, 96))) {
      gateway.refuses(token.withSignature(changed), Reason.SIGNATURE_INVALID);
    }
  }

  @Test
  @DisplayName("Regression 7: other spellings of base64url in each segment")
  void spellings() {
    String token = good.signed();
    gateway.passes(token);
    long before = gateway.remembered();
    String[] part = token.split("\\.", -1);
    for (int i = 0; i < 3; i++) {
      for (String changed :
          List.of(
              part[i] + "=",
              part[i] + "~",
              part[i] + "+",
              part[i] + "/",
              part[i].substring(0, 5) + "~" + part[i].substring(5),
              part[i].substring(0, 5) + "%" + part[i].substring(5))) {
        gateway.refuses(joined(part, i, changed), Reason.TOKEN_MALFORMED);
      }
    }
    char last = token.charAt(token.length() - 1);
    char sibling = ALPHABET.charAt(ALPHABET.indexOf(last) ^ 1);
    gateway.refuses(token.substring(0, token.length() - 1) + sibling, Reason.TOKEN_MALFORMED);
    assertThat(gateway.remembered()).isEqualTo(before);
  }

  @Test
  @DisplayName("Regression 8: the mirrored ES256 signature (r, n-s) is no second token")
  void mirroredSignature() {
    RawToken token = good.key(RegressionGateway.EC_KEY);
    byte[] signature = token.signature(token.signedPart());
    gateway.passes(token.withSignature(signature));
    long before = gateway.remembered();

    gateway.refuses(
        token.withSignature(EcdsaNumbers.of(signature).mirrored().bytes()),
        Reason.SIGNATURE_INVALID);
    assertThat(gateway.remembered()).isEqualTo(before);
    gateway.passes(token.withSignature(signature));
  }

  @Test
  @DisplayName("Regression 9: JWE, nested, JSON serialisation, detached, p2c, zip (CVE-2023-52428)")
  void otherForms() {
    gateway.passes(good.signed());
    String[] part = good.signed().split("\\.", -1);
    String jwe = base64("{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":2147483647}");
    gateway.refuses(jwe + ".AAAA.AAAA.AAAA.AAAA", Reason.AUDIENCE_NOT_REQUESTED);
    gateway.refuses(
        base64("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}") + "..AAAA.AAAA.AAAA",
        Reason.AUDIENCE_NOT_REQUESTED);
    gateway.refuses(part[0] + ".." + part[2], Reason.TOKEN_MALFORMED);
    gateway.refuses(good.header("cty", "\"JWT\""), Reason.TOKEN_TYPE_REFUSED);
    gateway.refuses(good.header("p2c", "2147483648"), Reason.TOKEN_TYPE_REFUSED);
    gateway.refuses(good.header("zip", "\"DEF\""), Reason.TOKEN_TYPE_REFUSED);
    String json =
        "{\"payload\":\""
            + part[1]
            + "\",\"protected\":\""
            + part[0]
            + "\",\"signature\":\""
            + part[2]
            + "\"}";
    gateway.refuses(json, Reason.TOKEN_REPEATED);
    gateway.refuses(json.replace(',', ' '), Reason.TOKEN_MALFORMED);
  }

  @Test
  @DisplayName("Regression 10: RSA under 2048, e=1, ROCA, symmetric among others, kid twice")
  void weakKeys() throws Exception {
    RSAKey weak = RegressionGateway.rsaKey("weak", 1_024);
    String endless =
        "{\"kty\":\"RSA\",\"kid\":\"e1\",\"n\":\""
            + RegressionGateway.KEY.getModulus()
            + "\",\"e\":\"AQ\"}";
    String roca =
        "{\"kty\":\"RSA\",\"kid\":\"roca\",\"n\":\""
            + Base64URL.encode(rocaModulus())
            + "\",\"e\":\"AQAB\"}";
    String symmetric =
        "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0\"}";
    RSAKey first = TestTokens.key("twice");
    RSAKey second = TestTokens.key("twice");
    publish(
        weak.toPublicJWK().toJSONString(),
        endless,
        roca,
        symmetric,
        first.toPublicJWK().toJSONString(),
        second.toPublicJWK().toJSONString(),
        RegressionGateway.KEY.toPublicJWK().toJSONString());

    gateway.passes(good.signed());
    gateway.refuses(good.key(weak), Reason.KEY_UNKNOWN);
    RawToken byOne = good.header("kid", "\"e1\"");
    gateway.refuses(byOne.withSignature(padded(byOne.signedPart())), Reason.KEY_UNKNOWN);
    gateway.refuses(good.header("kid", "\"roca\""), Reason.KEY_UNKNOWN);
    gateway.refuses(good.header("kid", "\"oct\""), Reason.KEY_UNKNOWN);
    gateway.refuses(good.key(second), Reason.SIGNATURE_INVALID);
    gateway.passes(good.key(first).signed());
  }

  @Test
  @DisplayName("Regression 11: exp, nbf, iat of another type, out of range, in the future, missing")
  void times() {
    gateway.passes(good.signed());
    for (String exp :
        List.of(
            "\"2000000000\"",
            "-1",
            "9223372036854775808",
            "99999999999999999999",
            "null",
            "true",
            "[1900000000]",
            "{}",
            "1900000000000000")) {
      gateway.refuses(good.claim("exp", exp), Reason.CLAIMS_INVALID);
    }
    for (String exp : List.of("1e400", "1e999999999", "NaN", "0x7fffffff", "01900000000")) {
      gateway.refuses(good.claim("exp", exp), Reason.TOKEN_MALFORMED);
    }
    long now = gateway.clock.instant().getEpochSecond();
    gateway.refuses(good.withoutClaim("exp"), Reason.CLAIMS_INVALID);
    gateway.refuses(
        good.claim("iat", "" + (now - 9)).claim("exp", "" + (now - 40)), Reason.CLAIMS_INVALID);
    gateway.refuses(
        good.claim("iat", "" + (now - 4_000)).claim("exp", "" + (now - 40)), Reason.TOKEN_EXPIRED);
    gateway.refuses(good.claim("nbf", "" + (now + 300)), Reason.TOKEN_NOT_YET_VALID);
    gateway.refuses(good.claim("iat", "" + (now + 300)), Reason.TOKEN_NOT_YET_VALID);
    gateway.refuses(
        good.claim("exp", "" + Instant.parse("9999-01-01T00:00:00Z").getEpochSecond()),
        Reason.LIFETIME_TOO_LONG);
    gateway.passes(good.claim("exp", (now + 60) + ".5").signed());
  }

  @Test
  @DisplayName("Regression 12: aud and iss that are nearly right (CVE-2026-22748)")
  void nearMisses() {
    gateway.passes(good.signed());
    gateway.passes(good.claim("aud", "[\"x\",\"" + TestTokens.AUDIENCE + "\"]").signed());
    for (String aud :
        List.of("\"\"", "[]", "1", "null", "{\"a\":\"" + TestTokens.AUDIENCE + "\"}")) {
      gateway.refuses(good.claim("aud", aud), Reason.CLAIMS_INVALID);
    }
    for (String aud : List.of("/", " ", "#", "x", " https://other.test")) {
      gateway.refuses(
          good.claim("aud", "\"" + TestTokens.AUDIENCE + aud + "\""), Reason.AUDIENCE_WRONG);
    }
    gateway.refuses(
        good.claim("aud", "\"" + RegressionGateway.OTHER_AUDIENCE + "\""), Reason.AUDIENCE_WRONG);
    String issuer = gateway.issuer.issuer();
    for (String iss :
        List.of(
            issuer.replaceAll("/$", ""),
            issuer.replace("http:", "HTTP:"),
            issuer.replace("http:", "https:"),
            issuer.replace("127", "user@127"),
            issuer.replace("127", "\uff11\uff12\uff17"),
            issuer + " ",
            "https://evil.test/")) {
      gateway.refuses(good.claim("iss", "\"" + iss + "\""), Reason.ISSUER_UNKNOWN);
    }
    RawToken ofOther = good.claim("iss", "\"" + gateway.other.issuer() + "\"");
    gateway.refuses(ofOther, Reason.AUDIENCE_WRONG);
    gateway.refuses(
        ofOther.claim("aud", "\"" + RegressionGateway.OTHER_AUDIENCE + "\""),
        Reason.SIGNATURE_INVALID);
    gateway.refuses(good.withoutClaim("iss"), Reason.CLAIMS_INVALID);
    gateway.refuses(good.claim("iss", "[\"" + issuer + "\"]"), Reason.CLAIMS_INVALID);
  }

  @Test
  @DisplayName("Regression 13: duplicate JSON keys, depth 10,000, 1 MB, invalid UTF-8, BOM")
  void hostileJson() {
    gateway.passes(good.signed());
    String claims = good.claimsJson();
    byte[] valid = claims.getBytes(StandardCharsets.UTF_8);
    gateway.refuses(
        good.signed(
            ("{\"sub\":\"mallory\"," + claims.substring(1)).getBytes(StandardCharsets.UTF_8)),
        Reason.TOKEN_MALFORMED);
    gateway.refuses(
        good.signed("{\"\\u0061lg\":\"none\"," + good.headerJson().substring(1), valid),
        Reason.TOKEN_MALFORMED);
    gateway.refuses(good.claim("a", "[".repeat(2_500) + "]".repeat(2_500)), Reason.TOKEN_MALFORMED);
    gateway.refuses(
        good.claim("a", "[".repeat(10_000) + "]".repeat(10_000)), Reason.TOKEN_TOO_LARGE);
    byte[] invalid = valid.clone();
    invalid[claims.indexOf("alice")] = (byte) 0xc0;
    gateway.refuses(good.signed(invalid), Reason.TOKEN_MALFORMED);
    gateway.refuses(
        good.signed(("\ufeff" + claims).getBytes(StandardCharsets.UTF_8)), Reason.TOKEN_MALFORMED);
    gateway.refuses(
        good.signed((claims + " {}").getBytes(StandardCharsets.UTF_8)), Reason.TOKEN_MALFORMED);
    gateway.refuses(good.signed("[{}]".getBytes(StandardCharsets.UTF_8)), Reason.TOKEN_MALFORMED);

    String megabyte = good.claim("a", "\"" + "x".repeat(1 << 20) + "\"").signed();
    Answer answer =
        RawHttp.raw(
            gateway.gateway.port(),
            "GET /device/x HTTP/1.1\r\nHost: gateway.test\r\nAuthorization: Bearer "
                + megabyte
                + "\r\n\r\n");
    assertThat(answer == null ? 431 : answer.status()).isIn(413, 431);
    assertThat(gateway.upstream.requests()).isEmpty();
  }

  @Test
  @DisplayName("Regression 14: an ID token, a refresh token, another typ are no access tokens")
  void otherTokens() {
    gateway.passes(good.signed());
    gateway.passes(good.header("typ", "\"at+jwt\"").claim("client_id", "\"tv-app\"").signed());
    for (String type : List.of("id+jwt", "logout+jwt", "dpop+jwt", "secevent+jwt", "")) {
      gateway.refuses(good.header("typ", "\"" + type + "\""), Reason.TOKEN_TYPE_REFUSED);
    }
    gateway.refuses(
        good.claim("aud", "\"" + TestTokens.DEVICE_CLIENT + "\"").claim("nonce", "\"n\""),
        Reason.AUDIENCE_WRONG);
    gateway.passes(gateway.otherToken().signed());
    for (String type : List.of("\"ID\"", "\"Refresh\"", "\"Offline\"", "7")) {
      gateway.refuses(gateway.otherToken().claim("typ", type), Reason.TOKEN_TYPE_REFUSED);
    }
    gateway.refuses(gateway.otherToken().withoutClaim("typ"), Reason.TOKEN_TYPE_REFUSED);
  }

  private void publish(String... keys) {
    gateway.issuer.answer(FakeIssuer.JWKS, 200, "{\"keys\":[" + String.join(",", keys) + "]}");
  }

  /** The published key with one more member. */
  private static String member(String json) {
    String jwk = ((JWK) RegressionGateway.KEY).toPublicJWK().toJSONString();
    return jwk.substring(0, jwk.length() - 1) + json + "}";
  }

  private static String joined(String[] part, int changed, String text) {
    String[] parts = part.clone();
    parts[changed] = text;
    return String.join(".", parts);
  }

  private static String base64(String text) {
    return Base64URL.encode(text).toString();
  }

  /** A signature as ASN.1 has it. */
  private static byte[] der(byte[] signature) {
    EcdsaNumbers numbers = EcdsaNumbers.of(signature);
    byte[] r = numbers.r().toByteArray();
    byte[] s = numbers.s().toByteArray();
    return ByteBuffer.allocate(6 + r.length + s.length)
        .put(new byte[] {0x30, (byte) (4 + r.length + s.length), 2, (byte) r.length})
        .put(r)
        .put(new byte[] {2, (byte) s.length})
        .put(s)
        .array();
  }

  /** PKCS #1 padding of a text's digest: with an exponent of 1 it is its own signature. */
  private static byte[] padded(String text) throws Exception {
    byte[] prefix = HexFormat.of().parseHex("3031300d060960864801650304020105000420");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    byte[] padded = new byte[256];
    Arrays.fill(padded, (byte) 0xff);
    padded[0] = 0;
    padded[1] = 1;
    padded[256 - 33 - prefix.length] = 0;
    System.arraycopy(prefix, 0, padded, 256 - 32 - prefix.length, prefix.length);
    System.arraycopy(digest, 0, padded, 256 - 32, 32);
    return padded;
  }

  /** As the faulty library makes them: a power of 65537 modulo the product of the first primes. */
  private static BigInteger rocaModulus() {
    BigInteger product = BigInteger.TWO;
    BigInteger prime = BigInteger.TWO;
    for (int i = 1; i < 39; i++) {
      prime = prime.nextProbablePrime();
      product = product.multiply(prime);
    }
    BigInteger power = BigInteger.valueOf(65537).modPow(BigInteger.valueOf(4711), product);
    return BigInteger.ONE
        .shiftLeft(2047)
        .divide(product)
        .multiply(product)
        .add(product)
        .add(power)
        .setBit(0);
  }
}
