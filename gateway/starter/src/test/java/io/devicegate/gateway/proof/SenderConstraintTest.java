package io.devicegate.gateway.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.edge.Credentials.Scheme;
import io.devicegate.gateway.edge.ExternalOrigins;
import io.devicegate.gateway.edge.ForwardedHeader;
import io.devicegate.gateway.edge.TrustedNetworks;
import io.devicegate.gateway.proof.ProofResult.Accepted;
import io.devicegate.gateway.proof.ProofResult.Binding;
import io.devicegate.gateway.proof.ProofResult.Refused;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SenderConstraintTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final long SECONDS = NOW.getEpochSecond();

  private final HandMovedClock clock = new HandMovedClock(NOW);
  private final TestProofs client = TestProofs.es256().at(SECONDS);
  private final SenderConstraint constraint = constraint(DpopSettings.defaults());

  // -- Modes and schemes -------------------------------------------------------------------------

  @ParameterizedTest(name = "{0} token, {1}, DPoP {2} -> {3}")
  @CsvSource({
    "plain, BEARER, OFF,      ",
    "plain, BEARER, OPTIONAL, ",
    "plain, BEARER, REQUIRED, DPOP_REQUIRED",
    "plain, DPOP,   OFF,      DPOP_OFF",
    "plain, DPOP,   OPTIONAL, DPOP_TOKEN_UNBOUND",
    "plain, DPOP,   REQUIRED, DPOP_TOKEN_UNBOUND",
    "bound, BEARER, OFF,      DPOP_DOWNGRADE",
    "bound, BEARER, OPTIONAL, DPOP_DOWNGRADE",
    "bound, BEARER, REQUIRED, DPOP_DOWNGRADE",
    "bound, DPOP,   OFF,      DPOP_OFF",
    "bound, DPOP,   OPTIONAL, ",
    "bound, DPOP,   REQUIRED, ",
  })
  void boundTokensPassWithTheirProofOnlyAndPlainOnesWhereNoneIsRequired(
      String token, Scheme scheme, ProofMode mode, @Nullable ProofRefusal refusal) {
    Map<String, Object> claims =
        token.equals("bound") ? Map.of("cnf", Map.of("jkt", client.jkt())) : Map.of();
    PresentedToken presented = new PresentedToken(scheme, TestProofs.TOKEN, claims);

    ProofResult result =
        constraint.check(
            presented, new ProofPolicy(mode, ProofMode.OFF), request("GET", client.sign()));

    assertThat(refusal(result)).isEqualTo(refusal);
  }

  static Stream<Arguments> unsupportedConfirmations() {
    return Stream.of(
        Arguments.of("no object", "text"),
        Arguments.of("null", null),
        Arguments.of("empty", Map.of()),
        Arguments.of("unknown only", Map.of("kid", "x")),
        Arguments.of("jwk only", Map.of("jwk", Map.of("kty", "EC"))),
        Arguments.of("jkt no string", Map.of("jkt", 7)),
        Arguments.of("jkt no digest", Map.of("jkt", "abc")),
        Arguments.of("x5t no digest", Map.of("x5t#S256", "abc")),
        Arguments.of("padded", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I=")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unsupportedConfirmations")
  void aConfirmationThatCannotBeCheckedIsNeverIgnored(String name, @Nullable Object confirmation) {
    Map<String, Object> claims = new HashMap<>();
    claims.put("cnf", confirmation);
    PresentedToken token = new PresentedToken(Scheme.BEARER, TestProofs.TOKEN, claims);

    assertThat(refusal(constraint.check(token, ProofPolicy.OPTIONAL, request("GET"))))
        .isEqualTo(ProofRefusal.CONFIRMATION_UNSUPPORTED);
  }

  @Test
  void toleratesUnknownMembersBesideTheOneItChecks() {
    Map<String, Object> claims =
        Map.of("cnf", Map.of("jkt", client.jkt(), "vendor", "x", "kid", "y"));
    PresentedToken token = new PresentedToken(Scheme.DPOP, TestProofs.TOKEN, claims);

    assertThat(constraint.check(token, ProofPolicy.OPTIONAL, request("GET", client.sign())))
        .isEqualTo(new Accepted(Set.of(Binding.DPOP), null));
  }

  // -- RFC 9449 ----------------------------------------------------------------------------------

  @Test
  void acceptsTheExampleOfTheStandard() {
    String proof =
        "eyJ0eXAiOiJkcG9wK2p3dCIsImFsZyI6IkVTMjU2IiwiandrIjp7Imt0eSI6IkVDIiwieCI6Imw4dEZyaHgtMz"
            + "R0VjNoUklDUkRZOXpDa0RscEJoRjQyVVFVZldWQVdCRnMiLCJ5IjoiOVZFNGpmX09rX282NHpiVFRsY3"
            + "VOSmFqSG10NnY5VERWclUwQ2R2R1JEQSIsImNydiI6IlAtMjU2In19.eyJqdGkiOiJlMWozVl9iS2ljO"
            + "C1MQUVCIiwiaHRtIjoiR0VUIiwiaHR1IjoiaHR0cHM6Ly9yZXNvdXJjZS5leGFtcGxlLm9yZy9wcm90Z"
            + "WN0ZWRyZXNvdXJjZSIsImlhdCI6MTU2MjI2MjYxOCwiYXRoIjoiZlVIeU8ycjJaM0RaNTNFc05yV0JiM"
            + "HhXWG9hTnk1OUlpS0NBcWtzbVFFbyJ9.2oW9RP35yRqzhrtNP86L-Ey71EOptxRimPPToA1plemAgR6p"
            + "xHF8y6-yqyVnmcw6Fy1dqd-jfxSYoMxhAJpLjA";
    HandMovedClock then = new HandMovedClock(Instant.ofEpochSecond(1_562_262_618));
    SenderConstraint theirs =
        new SenderConstraint(
            DpopSettings.defaults(),
            origins("https://resource.example.org"),
            ClientCertificates.ofConnection(),
            new InMemoryReplayStore(10, then),
            then);
    PresentedToken token =
        new PresentedToken(
            Scheme.DPOP,
            "Kz~8mXK1EalYznwH-LC-1fBAo.4Ljp~zsPE_NeO.gxU",
            Map.of("cnf", Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")));
    ProofRequest request =
        new ProofRequest(
            "GET",
            "https",
            "/protectedresource",
            InetAddress.getLoopbackAddress(),
            name -> name.equals("DPoP") ? List.of(proof) : List.of(),
            List.of());

    assertThat(theirs.check(token, ProofPolicy.OPTIONAL, request))
        .isEqualTo(new Accepted(Set.of(Binding.DPOP), null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "ES384", "EdDSA", "Ed25519", "PS256", "RS256"})
  void acceptsEachAllowedAlgorithm(String algorithm) {
    SenderConstraint all = constraint(settings(List.of(ProofAlgorithm.values()), false));

    assertThat(check(all, TestProofs.with(algorithm).at(SECONDS)))
        .isEqualTo(new Accepted(Set.of(Binding.DPOP), null));
  }

  static Stream<Arguments> spoiltProofs() {
    return Stream.of(
        spoilt("typ missing", ProofRefusal.PROOF_MALFORMED, p -> p.header("typ", null)),
        spoilt("typ JWT", ProofRefusal.PROOF_MALFORMED, p -> p.header("typ", "JWT")),
        spoilt("typ in capitals", ProofRefusal.PROOF_MALFORMED, p -> p.header("typ", "DPOP+JWT")),
        spoilt("crit", ProofRefusal.PROOF_MALFORMED, p -> p.header("crit", List.of("exp"))),
        spoilt("b64", ProofRefusal.PROOF_MALFORMED, p -> p.header("b64", false)),
        spoilt("alg none", ProofRefusal.PROOF_ALGORITHM, p -> p.header("alg", "none")),
        spoilt("alg HS256", ProofRefusal.PROOF_ALGORITHM, p -> p.header("alg", "HS256")),
        spoilt("alg missing", ProofRefusal.PROOF_ALGORITHM, p -> p.header("alg", null)),
        spoilt("alg array", ProofRefusal.PROOF_ALGORITHM, p -> p.header("alg", List.of("ES256"))),
        spoilt("alg not allowed", ProofRefusal.PROOF_ALGORITHM, p -> p.header("alg", "ES384")),
        spoilt("alg of another key", ProofRefusal.PROOF_KEY, p -> p.header("alg", "RS256")),
        spoilt("jwk missing", ProofRefusal.PROOF_KEY, p -> p.header("jwk", null)),
        spoilt("jwk text", ProofRefusal.PROOF_KEY, p -> p.header("jwk", "x")),
        spoilt("jwk private", ProofRefusal.PROOF_KEY, p -> p.header("jwk", with(p.jwk, "d", "AA"))),
        spoilt(
            "jwk symmetric",
            ProofRefusal.PROOF_KEY,
            p -> p.header("jwk", Map.of("kty", "oct", "k", "AA"))),
        spoilt(
            "jwk off its curve",
            ProofRefusal.PROOF_KEY,
            p -> p.header("jwk", with(p.jwk, "x", "AA"))),
        spoilt(
            "jwk of another",
            ProofRefusal.PROOF_BINDING,
            p -> p.header("jwk", TestProofs.es256().jwk)),
        spoilt("htm missing", ProofRefusal.PROOF_MALFORMED, p -> p.claim("htm", null)),
        spoilt("htm POST", ProofRefusal.PROOF_METHOD, p -> p.claim("htm", "POST")),
        spoilt("htm get", ProofRefusal.PROOF_METHOD, p -> p.claim("htm", "get")),
        spoilt("htu missing", ProofRefusal.PROOF_MALFORMED, p -> p.claim("htu", null)),
        spoilt(
            "htu array",
            ProofRefusal.PROOF_MALFORMED,
            p -> p.claim("htu", List.of(TestProofs.URL))),
        spoilt(
            "htu host", ProofRefusal.PROOF_URL, p -> p.claim("htu", "https://evil.example/things")),
        spoilt(
            "htu scheme",
            ProofRefusal.PROOF_URL,
            p -> p.claim("htu", "http://api.example.com/things")),
        spoilt(
            "htu port",
            ProofRefusal.PROOF_URL,
            p -> p.claim("htu", "https://api.example.com:8443/things")),
        spoilt(
            "htu path",
            ProofRefusal.PROOF_URL,
            p -> p.claim("htu", "https://api.example.com/things/")),
        spoilt(
            "htu path case",
            ProofRefusal.PROOF_URL,
            p -> p.claim("htu", "https://api.example.com/Things")),
        spoilt(
            "htu prefix",
            ProofRefusal.PROOF_URL,
            p -> p.claim("htu", "https://api.example.com/things/x")),
        spoilt(
            "htu dots",
            ProofRefusal.PROOF_URL,
            p -> p.claim("htu", "https://api.example.com/a/../things")),
        spoilt(
            "htu user",
            ProofRefusal.PROOF_URL,
            p -> p.claim("htu", "https://u@api.example.com/things")),
        spoilt("htu relative", ProofRefusal.PROOF_URL, p -> p.claim("htu", "/things")),
        spoilt("ath missing", ProofRefusal.PROOF_MALFORMED, p -> p.claim("ath", null)),
        spoilt(
            "ath of another",
            ProofRefusal.PROOF_TOKEN,
            p -> p.claim("ath", Digests.sha256Url(new byte[1]))),
        spoilt("jti missing", ProofRefusal.PROOF_MALFORMED, p -> p.claim("jti", null)),
        spoilt("jti empty", ProofRefusal.PROOF_MALFORMED, p -> p.claim("jti", "")),
        spoilt("jti long", ProofRefusal.PROOF_MALFORMED, p -> p.claim("jti", "x".repeat(257))),
        spoilt("jti number", ProofRefusal.PROOF_MALFORMED, p -> p.claim("jti", 7)),
        spoilt("iat missing", ProofRefusal.PROOF_MALFORMED, p -> p.claim("iat", null)),
        spoilt(
            "iat text", ProofRefusal.PROOF_MALFORMED, p -> p.claim("iat", String.valueOf(SECONDS))),
        spoilt("iat fraction", ProofRefusal.PROOF_MALFORMED, p -> p.claim("iat", SECONDS + 0.5)),
        spoilt("iat ahead", ProofRefusal.PROOF_TIME, p -> p.at(SECONDS + 31)),
        spoilt("iat old", ProofRefusal.PROOF_TIME, p -> p.at(SECONDS - 91)),
        spoilt("iat huge", ProofRefusal.PROOF_TIME, p -> p.at(Long.MAX_VALUE)),
        spoilt("iat tiny", ProofRefusal.PROOF_TIME, p -> p.at(Long.MIN_VALUE)));
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @MethodSource("spoiltProofs")
  void refusesAProofThatIsWrongInOneThing(
      String name, ProofRefusal refusal, UnaryOperator<TestProofs> spoil) {
    String jkt = client.jkt();
    String proof = spoil.apply(client).sign();

    assertThat(refusal(checkBound(constraint, jkt, request("GET", proof)))).isEqualTo(refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://api.example.com/things?x=1#y",
        "HTTPS://API.EXAMPLE.COM:443/things",
        "https://api.example.com/%74hings"
      })
  void comparesTheUrlNormalisedWithoutQueryAndFragment(String htu) {
    assertThat(check(constraint, client.claim("htu", htu))).isInstanceOf(Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-90, -60, 0, 30})
  void acceptsClocksThatAreOffByTheSkewEitherWay(long seconds) {
    assertThat(check(constraint, client.at(SECONDS + seconds))).isInstanceOf(Accepted.class);
  }

  @Test
  void refusesNoProofAndTwo() {
    String proof = client.sign();

    assertThat(refusal(checkBound(constraint, client.jkt(), request("GET"))))
        .isEqualTo(ProofRefusal.PROOF_MISSING);
    assertThat(refusal(checkBound(constraint, client.jkt(), request("GET", proof, proof))))
        .isEqualTo(ProofRefusal.PROOF_DUPLICATE);
    assertThat(refusal(checkBound(constraint, client.jkt(), request("GET", proof + ", " + proof))))
        .isEqualTo(ProofRefusal.PROOF_MALFORMED);
  }

  @Test
  void refusesASignatureByAnotherKey() {
    TestProofs thief = TestProofs.es256().at(SECONDS).header("jwk", client.jwk);

    assertThat(refusal(checkBound(constraint, client.jkt(), request("GET", thief.sign()))))
        .isEqualTo(ProofRefusal.PROOF_SIGNATURE);
  }

  @Test
  void noFlippedBitOfAProofIsAccepted() {
    String proof = client.sign();
    for (int i = 0; i < proof.length(); i++) {
      char[] flipped = proof.toCharArray();
      flipped[i] = (char) (flipped[i] ^ 1);
      ProofResult result =
          checkBound(constraint, client.jkt(), request("GET", String.valueOf(flipped)));
      assertThat(result).as("bit of character %s", i).isInstanceOf(Refused.class);
    }
    assertThat(checkBound(constraint, client.jkt(), request("GET", proof)))
        .isInstanceOf(Accepted.class);
  }

  static Stream<String> malformedProofs() {
    TestProofs proof = TestProofs.es256().at(SECONDS);
    String header = TestProofs.segment(proof.header);
    String claims = TestProofs.segment(proof.claims);
    String good = proof.sign(header, claims);
    return Stream.of(
        "",
        "a.b",
        "..",
        good + ".x",
        good + "=",
        good.replace(".", ".."),
        proof.sign(header + "=", claims),
        proof.sign(json("{\"typ\":\"dpop+jwt\",\"typ\":\"dpop+jwt\"}"), claims),
        proof.sign(json("[]"), claims),
        proof.sign(header, json("{} {}")),
        proof.sign(header, json("\uFEFF{}")),
        proof.sign(header, json("{\"a\":" + "[".repeat(2_000) + "]".repeat(2_000) + "}")),
        proof.sign(header, json("{\"iat\":" + "9".repeat(400) + "}")),
        proof.sign(header, Digests.encode(new byte[] {'{', '"', (byte) 0xFF, '"', ':', '1', '}'})),
        proof.claim("pad", "x".repeat(5_000)).sign());
  }

  @ParameterizedTest
  @MethodSource("malformedProofs")
  void refusesMalformedProofs(String proof) {
    assertThat(refusal(checkBound(constraint, client.jkt(), request("GET", proof))))
        .isEqualTo(ProofRefusal.PROOF_MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1024, 8192})
  void refusesRsaKeysThatAreWeakOrCostly(int bits) {
    assertThat(ProofKey.parseOrNull(rsa(bits, "AQAB"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AQ", "Ag", "BAAB____AQAB"})
  void refusesUnsoundExponents(String exponent) {
    assertThat(ProofKey.parseOrNull(rsa(2048, exponent))).isNull();
    assertThat(ProofKey.parseOrNull(rsa(2048, "AQAB"))).isNotNull();
  }

  // -- Hosts -------------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"api.example.com/other?", "api.example.com#", "x@api.example.com", ""})
  void aMalformedHostMakesNoUrlThatAProofCouldMatch(String host) {
    SenderConstraint open = constraint(DpopSettings.defaults(), origins());
    ProofRequest request = requestAt("GET", host, List.of(client.sign()));

    assertThat(refusal(checkBound(open, client.jkt(), request))).isEqualTo(ProofRefusal.PROOF_URL);
  }

  @Test
  void aLyingHostDoesNotCarryAProofFromOneOriginToAnother() {
    SenderConstraint other = constraint(DpopSettings.defaults(), origins("https://other.example"));
    ProofRequest request = requestAt("GET", "api.example.com", List.of(client.sign()));

    assertThat(refusal(checkBound(other, client.jkt(), request))).isEqualTo(ProofRefusal.PROOF_URL);
  }

  // -- Replay ------------------------------------------------------------------------------------

  @Test
  void refusesASecondUseForAsLongAsTheProofIsInTime() {
    String proof = client.at(SECONDS + 30).sign();
    checkBound(constraint, client.jkt(), request("GET", proof));

    for (int second = 0; second <= 120; second++) {
      assertThat(refusal(checkBound(constraint, client.jkt(), request("GET", proof))))
          .as("after %s seconds", second)
          .isEqualTo(ProofRefusal.PROOF_REPLAYED);
      clock.move(Duration.ofSeconds(1));
    }
    assertThat(refusal(checkBound(constraint, client.jkt(), request("GET", proof))))
        .isEqualTo(ProofRefusal.PROOF_TIME);
  }

  @Test
  void theSameIdWithAnotherKeyIsAnotherProof() {
    assertThat(check(constraint, client)).isInstanceOf(Accepted.class);
    assertThat(check(constraint, TestProofs.es256().at(SECONDS))).isInstanceOf(Accepted.class);
  }

  @Test
  void anotherSignatureUnderTheSameIdIsAReplay() {
    assertThat(check(constraint, client)).isInstanceOf(Accepted.class);
    assertThat(refusal(check(constraint, client))).isEqualTo(ProofRefusal.PROOF_REPLAYED);
  }

  @Test
  void refusesWhatItCannotRemember() {
    SenderConstraint small = constraint(settings(List.of(ProofAlgorithm.ES256), false, 2));

    assertThat(check(small, client)).isInstanceOf(Accepted.class);
    assertThat(check(small, client.next("proof-2"))).isInstanceOf(Accepted.class);
    assertThat(refusal(check(small, client.next("proof-3"))))
        .isEqualTo(ProofRefusal.REPLAY_STORE_FULL);
    assertThat(ProofRefusal.REPLAY_STORE_FULL.status()).isEqualTo(503);
  }

  @Test
  void aProofThatIsWrongTakesNoPlaceInTheMemory() {
    InMemoryReplayStore store = new InMemoryReplayStore(10, clock);
    SenderConstraint counted =
        new SenderConstraint(
            DpopSettings.defaults(),
            origins("https://api.example.com"),
            ClientCertificates.ofConnection(),
            store,
            clock);
    TestProofs thief = TestProofs.es256().at(SECONDS).header("jwk", client.jwk);

    checkBound(counted, client.jkt(), request("GET", thief.sign()));

    assertThat(store.size()).isZero();
  }

  @Test
  void ofManyConcurrentUsesOneIsAccepted() {
    String proof = client.sign();
    AtomicInteger accepted = new AtomicInteger();

    IntStream.range(0, 64)
        .parallel()
        .mapToObj(i -> checkBound(constraint, client.jkt(), request("GET", proof)))
        .filter(Accepted.class::isInstance)
        .forEach(result -> accepted.incrementAndGet());

    assertThat(accepted).hasValue(1);
  }

  // -- Nonces ------------------------------------------------------------------------------------

  @Test
  void asksForItsNonceAndAcceptsItWhateverTheClientsClockSays() {
    SenderConstraint asking = constraint(settings(List.of(ProofAlgorithm.ES256), true));
    Refused asked = (Refused) check(asking, client.at(0));

    assertThat(asked.reason()).isEqualTo(ProofRefusal.NONCE_REQUIRED);
    assertThat(asked.reason().error()).isEqualTo("use_dpop_nonce");
    assertThat(check(asking, client.next("proof-2").at(0).claim("nonce", asked.nonce())))
        .isEqualTo(new Accepted(Set.of(Binding.DPOP), null));
  }

  @Test
  void handsOutTheNextNonceBeforeTheOldOneIsRefused() {
    SenderConstraint asking = constraint(settings(List.of(ProofAlgorithm.ES256), true));
    String nonce = ((Refused) check(asking, client)).nonce();
    clock.move(Duration.ofMinutes(2));
    ProofResult later = check(asking, client.next("proof-2").claim("nonce", nonce));
    String next = ((Accepted) later).nextNonce();
    clock.move(Duration.ofMinutes(2));

    assertThat(next).isNotNull().isNotEqualTo(nonce);
    assertThat(refusal(check(asking, client.next("proof-3").claim("nonce", nonce))))
        .isEqualTo(ProofRefusal.NONCE_REQUIRED);
    assertThat(check(asking, client.next("proof-4").claim("nonce", next)))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void refusesASecondUseForAsLongAsTheNonceIsAccepted() {
    SenderConstraint asking = constraint(settings(List.of(ProofAlgorithm.ES256), true));
    String nonce = ((Refused) check(asking, client)).nonce();
    TestProofs proof = client.next("proof-2").claim("nonce", nonce);
    assertThat(check(asking, proof)).isInstanceOf(Accepted.class);
    clock.move(Duration.ofMinutes(2).plusSeconds(119));

    assertThat(refusal(check(asking, proof))).isEqualTo(ProofRefusal.PROOF_REPLAYED);
  }

  @Test
  void refusesInventedNonces() {
    SenderConstraint asking = constraint(settings(List.of(ProofAlgorithm.ES256), true));

    assertThat(refusal(check(asking, client.claim("nonce", "AAAAAAAAAAAAAAAAAAAAAA"))))
        .isEqualTo(ProofRefusal.NONCE_REQUIRED);
  }

  // -- Challenges --------------------------------------------------------------------------------

  @Test
  void challengesNameTheErrorAndTheAlgorithms() {
    assertThat(constraint.challenge()).isEqualTo("DPoP algs=\"ES256 EdDSA PS256 RS256\"");
    assertThat(constraint.challenge(ProofRefusal.PROOF_BINDING))
        .isEqualTo(
            "DPoP error=\"invalid_token\", error_description=\"Invalid DPoP key binding\","
                + " algs=\"ES256 EdDSA PS256 RS256\"");
    assertThat(constraint.challenge(ProofRefusal.CERTIFICATE_MISSING))
        .isEqualTo(
            "Bearer error=\"invalid_token\","
                + " error_description=\"The client certificate is missing\"");
  }

  @Test
  void descriptionsAreQuotableAsTheyAre() {
    assertThat(ProofRefusal.values())
        .allSatisfy(refusal -> assertThat(refusal.description()).matches("[A-Za-z0-9 .-]+"));
  }

  // -- Helpers -----------------------------------------------------------------------------------

  private static Arguments spoilt(
      String name, ProofRefusal refusal, UnaryOperator<TestProofs> spoil) {
    return Arguments.of(name, refusal, spoil);
  }

  private static Map<String, Object> with(Map<String, Object> members, String name, Object value) {
    Map<String, Object> changed = new HashMap<>(members);
    changed.put(name, value);
    return changed;
  }

  private static Map<String, Object> rsa(int bits, String exponent) {
    byte[] modulus = new byte[bits / Byte.SIZE];
    Arrays.fill(modulus, (byte) 0xFF);
    return Map.of("kty", "RSA", "n", Digests.encode(modulus), "e", exponent);
  }

  private static String json(String text) {
    return Digests.encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static DpopSettings settings(List<ProofAlgorithm> algorithms, boolean nonce) {
    return settings(algorithms, nonce, 1_000);
  }

  private static DpopSettings settings(
      List<ProofAlgorithm> algorithms, boolean nonce, int capacity) {
    return new DpopSettings(
        algorithms,
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        nonce,
        Duration.ofMinutes(2),
        capacity);
  }

  private SenderConstraint constraint(DpopSettings settings) {
    return constraint(settings, origins("https://api.example.com"));
  }

  private SenderConstraint constraint(DpopSettings settings, ExternalOrigins origins) {
    return new SenderConstraint(
        settings,
        origins,
        ClientCertificates.ofConnection(),
        new InMemoryReplayStore(settings.replayCapacity(), clock),
        clock);
  }

  private static ExternalOrigins origins(String... origins) {
    return new ExternalOrigins(
        Stream.of(origins).map(URI::create).toList(),
        TrustedNetworks.none(),
        ForwardedHeader.X_FORWARDED);
  }

  private static ProofResult check(SenderConstraint constraint, TestProofs proof) {
    return checkBound(constraint, proof.jkt(), request("GET", proof.sign()));
  }

  private static ProofResult checkBound(
      SenderConstraint constraint, String jkt, ProofRequest request) {
    Map<String, Object> claims = Map.of("cnf", Map.of("jkt", jkt));
    return constraint.check(
        new PresentedToken(Scheme.DPOP, TestProofs.TOKEN, claims), ProofPolicy.OPTIONAL, request);
  }

  private static ProofRequest request(String method, String... proofs) {
    return requestAt(method, "api.example.com", List.of(proofs));
  }

  private static ProofRequest requestAt(String method, String host, List<String> proofs) {
    Map<String, List<String>> lines = Map.of("DPoP", proofs, "Host", List.of(host));
    return new ProofRequest(
        method,
        "https",
        "/things",
        InetAddress.getLoopbackAddress(),
        name -> lines.getOrDefault(name, List.of()),
        List.of());
  }

  private static @Nullable ProofRefusal refusal(ProofResult result) {
    return result instanceof Refused refused ? refused.reason() : null;
  }
}
