package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.devicegate.gateway.testing.MovableClock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every token here is signed with a good key, so only its form can be what is wrong with it. */
class StrictJwtParserTest {

  private static final TestKey KEY = TestKey.rsa("key-1");
  private static final TestToken GOOD = TestToken.by(KEY);
  private static final StrictJwtParser PARSER =
      new StrictJwtParser(TokenPolicy.of("test", TestToken.ISSUER, TestToken.AUDIENCE));

  @Test
  void readsAuth0sOwnProfile() {
    StrictJwt jwt = parsed(GOOD.signed());

    assertThat(jwt.algorithm()).isEqualTo(JwsAlgorithm.RS256);
    assertThat(jwt.keyId()).isEqualTo("key-1");
    assertThat(jwt.issuer()).isEqualTo(TestToken.ISSUER);
    assertThat(jwt.audience()).containsExactly(TestToken.AUDIENCE, TestToken.ISSUER + "userinfo");
    assertThat(jwt.times().expiresAt()).isEqualTo(MovableClock.START.plusSeconds(3_600));
    assertThat(jwt.claims()).containsEntry("sub", "auth0|alice").containsEntry("azp", "tv");
    assertThat(jwt.signedPart()).isEqualTo(GOOD.signedPart());
  }

  @ParameterizedTest
  @ValueSource(strings = {"JWT", "jwt", "at+jwt", "AT+JWT", "application/at+jwt"})
  void acceptsTheTypesOfBothProfiles(String type) {
    assertThat(PARSER.parse(GOOD.withHeader(header("\"typ\":\"" + type + "\"")).signed()))
        .isInstanceOf(ParsedJwt.WellFormed.class);
  }

  @Test
  void acceptsATokenWithoutTypeUnlessTheTypeIsRequired() {
    String token = GOOD.withHeader("{\"alg\":\"RS256\",\"kid\":\"key-1\"}").signed();
    TokenPolicy policy = TokenPolicy.of("test", TestToken.ISSUER, TestToken.AUDIENCE);
    TokenPolicy rfc9068 =
        new TokenPolicy(
            "rfc9068",
            policy.issuers(),
            policy.audiences(),
            policy.algorithms(),
            Set.of("at+jwt"),
            true,
            Duration.ZERO,
            null,
            false,
            JwtLimits.DEFAULTS);

    assertThat(PARSER.parse(token)).isInstanceOf(ParsedJwt.WellFormed.class);
    assertThat(new StrictJwtParser(rfc9068).parse(token))
        .isEqualTo(new ParsedJwt.Refused(TokenRefusal.TYPE_NOT_ALLOWED));
    assertThat(new StrictJwtParser(rfc9068).parse(GOOD.signed()))
        .isEqualTo(new ParsedJwt.Refused(TokenRefusal.TYPE_NOT_ALLOWED));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformedTokens")
  void refusesTokensOfAnotherForm(String name, String token, TokenRefusal reason) {
    assertThat(PARSER.parse(token)).isEqualTo(new ParsedJwt.Refused(reason));
  }

  static Stream<Arguments> malformedTokens() {
    String good = GOOD.signed();
    String[] part = good.split("\\.", -1);
    TokenRefusal form = TokenRefusal.TOKEN_NOT_COMPACT_JWS;
    TokenRefusal spelling = TokenRefusal.TOKEN_NOT_CANONICAL;
    return Stream.of(
        arguments("empty", "", form),
        arguments("one word", "opaque", form),
        arguments("only dots", "..", form),
        arguments("two segments", part[0] + "." + part[1], form),
        arguments("no signature", part[0] + "." + part[1] + ".", form),
        arguments("detached claims", part[0] + ".." + part[2], form),
        arguments("no header", "." + part[1] + "." + part[2], form),
        arguments("encrypted: five segments", good + ".AAAA.AAAA", form),
        arguments("JSON serialisation", "{\"payload\":\"a.b.c\"}", spelling),
        arguments("a million characters", "A".repeat(1_000_000), TokenRefusal.TOKEN_TOO_LONG),
        arguments("padding", good + "=", spelling),
        arguments("space before", " " + good, spelling),
        arguments("line break after", good + "\n", spelling),
        arguments("tilde", good + "~", spelling),
        arguments("standard alphabet", part[0] + "." + part[1] + ".++++", spelling),
        arguments("slash", part[0] + "." + part[1] + ".////", spelling),
        arguments("beyond ASCII", part[0] + "." + part[1] + ".é" + part[2], spelling),
        arguments("full-width letter", part[0] + "." + part[1] + ".Ａ" + part[2], spelling),
        arguments("impossible length", part[0] + "." + part[1] + ".AAAAA", spelling),
        arguments("unused bits in the header", "eyJ9" + "AB." + part[1] + "." + part[2], spelling));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badHeaders")
  void refusesHeaders(String name, String header, TokenRefusal reason) {
    assertThat(PARSER.parse(GOOD.withHeader(header).signed()))
        .isEqualTo(new ParsedJwt.Refused(reason));
  }

  static Stream<Arguments> badHeaders() {
    TokenRefusal algorithm = TokenRefusal.ALGORITHM_NOT_ALLOWED;
    TokenRefusal notAllowed = TokenRefusal.HEADER_NOT_ALLOWED;
    TokenRefusal malformed = TokenRefusal.HEADER_MALFORMED;
    TokenRefusal keyId = TokenRefusal.KEY_ID_INVALID;
    return Stream.of(
        arguments("alg none", algHeader("\"none\""), algorithm),
        arguments("alg None", algHeader("\"None\""), algorithm),
        arguments("alg nOnE", algHeader("\"nOnE\""), algorithm),
        arguments("alg empty", algHeader("\"\""), algorithm),
        arguments("alg rs256", algHeader("\"rs256\""), algorithm),
        arguments("alg with a space", algHeader("\"RS256 \""), algorithm),
        arguments("alg HS256", algHeader("\"HS256\""), algorithm),
        arguments("alg known but not allowed", algHeader("\"PS256\""), algorithm),
        arguments("alg unknown", algHeader("\"XX999\""), algorithm),
        arguments("alg array", algHeader("[\"RS256\"]"), algorithm),
        arguments("alg object", algHeader("{\"RS256\":1}"), algorithm),
        arguments("alg null", algHeader("null"), algorithm),
        arguments("alg number", algHeader("256"), algorithm),
        arguments("alg absent", "{\"typ\":\"JWT\",\"kid\":\"key-1\"}", algorithm),
        arguments("PBES2 with a huge count", header("\"p2c\":2147483648"), notAllowed),
        arguments("jwk", header("\"jwk\":{" + KEY.material() + "}"), notAllowed),
        arguments("jku", header("\"jku\":\"https://evil.test/jwks\""), notAllowed),
        arguments("x5u", header("\"x5u\":\"https://evil.test/cert\""), notAllowed),
        arguments("x5c", header("\"x5c\":[\"MII\"]"), notAllowed),
        arguments("crit", header("\"crit\":[\"exp\"],\"exp\":1"), notAllowed),
        arguments("b64 false", header("\"b64\":false,\"crit\":[\"b64\"]"), notAllowed),
        arguments("zip", header("\"zip\":\"DEF\""), notAllowed),
        arguments("enc", header("\"enc\":\"A256GCM\""), notAllowed),
        arguments("nested token", header("\"cty\":\"JWT\""), notAllowed),
        arguments("unknown parameter", header("\"x\":\"y\""), notAllowed),
        arguments("parameter in another case", header("\"JWK\":\"y\""), notAllowed),
        arguments(
            "type of an id token of logout",
            header("\"typ\":\"logout+jwt\""),
            TokenRefusal.TYPE_NOT_ALLOWED),
        arguments(
            "type of a DPoP proof", header("\"typ\":\"dpop+jwt\""), TokenRefusal.TYPE_NOT_ALLOWED),
        arguments("type empty", header("\"typ\":\"\""), TokenRefusal.TYPE_NOT_ALLOWED),
        arguments("type number", header("\"typ\":1"), malformed),
        arguments("kid absent", "{\"alg\":\"RS256\"}", keyId),
        arguments("kid empty", kidHeader("\"\""), keyId),
        arguments("kid of 300 characters", kidHeader("\"" + "k".repeat(300) + "\""), keyId),
        arguments("kid of 10 KB", kidHeader("\"" + "k".repeat(5_000) + "\""), malformed),
        arguments("kid number", kidHeader("1"), malformed),
        arguments("kid null", kidHeader("null"), malformed),
        arguments("kid array", kidHeader("[\"key-1\"]"), malformed),
        arguments("alg twice", "{\"alg\":\"none\",\"alg\":\"RS256\",\"kid\":\"key-1\"}", malformed),
        arguments(
            "alg twice, once escaped",
            "{\"\\u0061lg\":\"none\",\"alg\":\"RS256\",\"kid\":\"key-1\"}",
            malformed),
        arguments(
            "kid twice", "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"kid\":\"key-2\"}", malformed),
        arguments("array", "[\"alg\",\"RS256\"]", malformed),
        arguments("string", "\"RS256\"", malformed),
        arguments("cut off", "{\"alg\":\"RS256\",\"kid\":\"key-1\"", malformed),
        arguments("something after it", header("\"x5t\":\"a\"") + "{}", malformed),
        arguments("byte order mark", "\uFEFF" + header("\"x5t\":\"a\""), malformed),
        arguments("single quotes", "{'alg':'RS256'}", malformed),
        arguments("comment", "{/**/\"alg\":\"RS256\"}", malformed),
        arguments(
            "nested too deep", header("\"x5t\":" + "[".repeat(500) + "]".repeat(500)), malformed));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badClaims")
  void refusesClaims(String name, String claims, TokenRefusal reason) {
    assertThat(PARSER.parse(GOOD.withClaims(claims).signed()))
        .isEqualTo(new ParsedJwt.Refused(reason));
  }

  static Stream<Arguments> badClaims() {
    TokenRefusal time = TokenRefusal.TIME_INVALID;
    TokenRefusal claim = TokenRefusal.CLAIM_INVALID;
    TokenRefusal malformed = TokenRefusal.CLAIMS_MALFORMED;
    return Stream.of(
        arguments("exp absent", "{\"iss\":\"a\",\"aud\":\"b\"}", time),
        arguments("exp string", exp("\"1900000000\""), time),
        arguments("exp negative", exp("-1"), time),
        arguments("exp 2^63", exp("9223372036854775808"), time),
        arguments("exp 99999999999999999999", exp("99999999999999999999"), time),
        arguments("exp in milliseconds after year 9999", exp("1900000000000000"), time),
        arguments("exp 1e400", exp("1e400"), malformed),
        arguments("exp 1e999999999", exp("1e999999999"), malformed),
        arguments("exp 1e99999999999", exp("1e99999999999"), malformed),
        arguments("exp of 100 digits", exp("1".repeat(100)), malformed),
        arguments("exp NaN", exp("NaN"), malformed),
        arguments("exp Infinity", exp("Infinity"), malformed),
        arguments("exp hexadecimal", exp("0x7fffffff"), malformed),
        arguments("exp with a leading zero", exp("01900000000"), malformed),
        arguments("exp null", exp("null"), time),
        arguments("exp true", exp("true"), time),
        arguments("exp array", exp("[1900000000]"), time),
        arguments("exp object", exp("{}"), time),
        arguments("nbf string", claims("\"nbf\":\"1\""), time),
        arguments("nbf null", claims("\"nbf\":null"), time),
        arguments("nbf negative", claims("\"nbf\":-1"), time),
        arguments("nbf after exp", claims("\"nbf\":1900000001"), time),
        arguments("iat after exp", claims("\"iat\":1900000001"), time),
        arguments("iat string", claims("\"iat\":\"now\""), time),
        arguments("aud absent", "{\"iss\":\"a\",\"exp\":1900000000}", claim),
        arguments("aud empty", aud("\"\""), claim),
        arguments("aud empty array", aud("[]"), claim),
        arguments("aud number", aud("1"), claim),
        arguments("aud object", aud("{\"a\":\"https://api.test\"}"), claim),
        arguments("aud null", aud("null"), claim),
        arguments("aud array with a number", aud("[\"https://api.test\",1]"), claim),
        arguments("aud array in an array", aud("[[\"https://api.test\"]]"), claim),
        arguments("iss absent", "{\"aud\":\"b\",\"exp\":1900000000}", claim),
        arguments("iss array", "{\"iss\":[\"a\"],\"aud\":\"b\",\"exp\":1900000000}", claim),
        arguments("iss null", "{\"iss\":null,\"aud\":\"b\",\"exp\":1900000000}", claim),
        arguments("sub number", claims("\"sub\":1"), claim),
        arguments("jti object", claims("\"jti\":{}"), claim),
        arguments("client_id array", claims("\"client_id\":[\"tv\"]"), claim),
        arguments(
            "iss twice",
            "{\"iss\":\"a\",\"iss\":\"b\",\"aud\":\"b\",\"exp\":1900000000}",
            malformed),
        arguments(
            "name twice in a nested object",
            claims("\"cnf\":{\"jkt\":\"a\",\"jkt\":\"b\"}"),
            malformed),
        arguments("nested 10,000 deep", claims("\"x\":" + "[".repeat(2_500)), malformed),
        arguments(
            "nested just too deep", claims("\"x\":" + "[".repeat(8) + "]".repeat(8)), malformed),
        arguments("too many values", claims("\"x\":[" + "1,".repeat(600) + "1]"), malformed),
        arguments("string too long", claims("\"x\":\"" + "x".repeat(4_097) + "\""), malformed),
        arguments("half a surrogate pair", claims("\"x\":\"\\ud800\""), malformed),
        arguments("control character in a string", claims("\"x\":\"a\nb\""), malformed),
        arguments("byte order mark", "\uFEFF" + claims("\"x\":1"), malformed),
        arguments("trailing comma", "{\"iss\":\"a\",}", malformed),
        arguments("array", "[]", malformed),
        arguments("number", "12345", malformed),
        arguments("text", "hello world", malformed));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("otherEncodings")
  void refusesClaimsThatAreNotUtf8(String name, byte[] claims) {
    String signedPart = TestToken.base64(GOOD.header()) + "." + TestToken.base64(claims);
    String token = signedPart + "." + TestToken.base64(KEY.sign(JwsAlgorithm.RS256, signedPart));

    assertThat(PARSER.parse(token)).isEqualTo(new ParsedJwt.Refused(TokenRefusal.CLAIMS_MALFORMED));
  }

  static Stream<Arguments> otherEncodings() {
    String claims = claims("\"name\":\"Zoë\"");
    return Stream.of(
        arguments("Latin-1", claims.getBytes(StandardCharsets.ISO_8859_1)),
        arguments("UTF-16", claims.getBytes(StandardCharsets.UTF_16LE)),
        arguments("UTF-32", claims.getBytes(Charset.forName("UTF-32BE"))),
        arguments("overlong", new byte[] {'{', '"', (byte) 0xC0, (byte) 0xA2, '"', ':', '1', '}'}),
        arguments(
            "encoded surrogate",
            new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'}));
  }

  @Test
  void takesFractionsOfASecondForTheStricterSide() {
    StrictJwt jwt =
        parsed(
            GOOD.withClaims(
                    "{\"iss\":\"a\",\"aud\":\"b\",\"exp\":1900000000.9,\"nbf\":1800000000.1,\"iat\":1.8e9}")
                .signed());

    assertThat(jwt.times())
        .isEqualTo(
            new TokenTimes(
                Instant.ofEpochSecond(1_800_000_000),
                Instant.ofEpochSecond(1_800_000_001),
                Instant.ofEpochSecond(1_900_000_000)));
  }

  @Test
  void neverShowsTheTokenInItsText() {
    StrictJwt jwt = parsed(GOOD.signed());

    assertThat(new ParsedJwt.WellFormed(jwt).toString()).doesNotContain(jwt.token(), "alice");
  }

  private static StrictJwt parsed(String token) {
    return ((ParsedJwt.WellFormed) PARSER.parse(token)).jwt();
  }

  private static String header(String member) {
    return "{\"alg\":\"RS256\",\"kid\":\"key-1\"," + member + "}";
  }

  private static String algHeader(String value) {
    return "{\"alg\":" + value + ",\"kid\":\"key-1\"}";
  }

  private static String kidHeader(String value) {
    return "{\"alg\":\"RS256\",\"kid\":" + value + "}";
  }

  private static String exp(String value) {
    return "{\"iss\":\"a\",\"aud\":\"b\",\"exp\":" + value + "}";
  }

  private static String aud(String value) {
    return "{\"iss\":\"a\",\"aud\":" + value + ",\"exp\":1900000000}";
  }

  private static String claims(String member) {
    return "{\"iss\":\"a\",\"aud\":\"b\",\"exp\":1900000000," + member + "}";
  }
}
