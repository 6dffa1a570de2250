package io.devicegate.gateway.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import com.nimbusds.jose.jwk.JWKSet;
import io.devicegate.gateway.protocol.DeviceExchangeEvidence;
import io.devicegate.gateway.protocol.ProtocolGrade;
import io.devicegate.gateway.protocol.ProtocolGrader;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import reactor.core.publisher.Flux;

/**
 * The parts of a token check, each beside a peer: reading in one spelling only, the look-up of a
 * token that is known, a token that is new, the grade of its protocol.
 *
 * <p>A thousand tokens take turns, so that neither branch prediction nor the processor's cache
 * knows the next one.
 *
 * <p>{@code mvn -Pbench -pl gateway/starter test-compile exec:exec}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TokenBenchmark {

  private static final int TOKENS = 1_024;
  private static final long NOW = Instant.now().getEpochSecond();

  /** RSA or P256: what the tokens are signed with. */
  @Param({"RSA", "P256"})
  String family;

  private final String[] tokens = new String[TOKENS];
  private final StrictJwt[] parsed = new StrictJwt[TOKENS];
  private final TokenCache cache =
      new TokenCache(TokenCacheSettings.DEFAULTS, Clock.systemUTC(), Ticker.systemTicker());
  private final Cache<String, VerifiedJwt> peerCache =
      Caffeine.newBuilder().maximumSize(TOKENS * 2L).build();
  private final ProtocolGrader grader = new ProtocolGrader(DeviceExchangeEvidence.NONE);
  private StrictJwtParser parser;
  private SignatureVerifier jdk;
  private SignatureVerifier preferred;
  private VerificationKey key;
  private NimbusReactiveJwtDecoder peer;
  private VerifiedToken verified;
  private int next;

  /** Signs the tokens and fills the caches. */
  @Setup
  public void sign() throws ParseException {
    TestKey signer = TestKey.of("key-1", KeyFamily.valueOf(family));
    TokenPolicy policy = TokenPolicy.of("bench", TestToken.ISSUER, TestToken.AUDIENCE);
    parser =
        new StrictJwtParser(
            new TokenPolicy(
                policy.id(),
                policy.issuers(),
                policy.audiences(),
                Set.of(JwsAlgorithm.RS256, JwsAlgorithm.ES256),
                policy.types(),
                false,
                policy.clockSkew(),
                null,
                false,
                policy.limits()));
    jdk = new SignatureVerifier(Optional.empty());
    preferred = new SignatureVerifier(CryptoProvider.preferred());
    key = signer.verificationKey();
    Instant end = Instant.now().plus(Duration.ofHours(12));
    for (int i = 0; i < TOKENS; i++) {
      String claims =
          "{\"iss\":\"%s\",\"sub\":\"auth0|%d\",\"aud\":[\"%s\"],\"azp\":\"tv\",\"iat\":%d,\"exp\":%d,\"scope\":\"read:catalogue write:purchases\",\"https://devicegate.io/protocol\":\"oauth2-device-code\"}"
              .formatted(TestToken.ISSUER, i, TestToken.AUDIENCE, NOW, NOW + 43_200);
      tokens[i] = TestToken.by(signer).withClaims(claims).signed();
      parsed[i] = ((ParsedJwt.WellFormed) parser.parse(tokens[i])).jwt();
      VerifiedJwt jwt = new VerifiedJwt(parsed[i], key, end);
      cache.put(new TokenKey(copy(tokens[i]), "bench"), jwt);
      peerCache.put(copy(tokens[i]), jwt);
    }
    Tenant tenant = Tenant.of("bench", TestToken.ISSUER, Set.of(TestToken.AUDIENCE), Set.of("tv"));
    verified =
        VerifiedTokens.ofJwt(tenant, new VerifiedJwt(parsed[0], key, end).jwt().getClaims(), end);
    JWKSet set = JWKSet.parse(KeyServer.keySet(signer));
    peer =
        NimbusReactiveJwtDecoder.withJwkSource(jwt -> Flux.fromIterable(set.getKeys()))
            .jwsAlgorithm(
                family.equals("RSA") ? SignatureAlgorithm.RS256 : SignatureAlgorithm.ES256)
            .build();
  }

  /** Header, claims and signature read strictly; nothing verified. */
  @Benchmark
  public Object canonicalCheck() {
    return parser.parse(token());
  }

  /** A token from a request, which has no hash yet, found among those verified. */
  @Benchmark
  public Optional<VerifiedJwt> cacheHit() {
    return cache.find(new TokenKey(copy(token()), "bench"));
  }

  /** The same in a cache that is keyed by the token itself. */
  @Benchmark
  public VerifiedJwt cacheHitOfPeer() {
    return peerCache.getIfPresent(copy(token()));
  }

  /** A token that is new, by the JDK. */
  @Benchmark
  public Object coldByTheJdk() {
    StrictJwt jwt = ((ParsedJwt.WellFormed) parser.parse(token())).jwt();
    return jdk.refuse(jwt, key, false);
  }

  /** A token that is new, by the native provider where there is one. */
  @Benchmark
  public Object coldByThePreferredProvider() {
    StrictJwt jwt = ((ParsedJwt.WellFormed) parser.parse(token())).jwt();
    return preferred.refuse(jwt, key, false);
  }

  /** A token that is new, by Spring Security's decoder on Nimbus, keys at hand. */
  @Benchmark
  public Jwt coldOfPeer() {
    return peer.decode(token()).block();
  }

  /** Which grant a verified token came from. */
  @Benchmark
  public ProtocolGrade protocolGrading() {
    return grader.grade(verified);
  }

  private String token() {
    next = (next + 1) & (TOKENS - 1);
    return tokens[next];
  }

  /** As a request brings it: another object every time. */
  private static String copy(String token) {
    return new String(token.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1);
  }
}
