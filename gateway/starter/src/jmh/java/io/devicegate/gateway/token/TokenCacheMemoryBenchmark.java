package io.devicegate.gateway.token;

import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the cache of verified tokens holds while a million different tokens come by, of which it has
 * room for a hundred thousand. Prints entries and live heap after every hundred thousand; the time
 * that it takes says nothing.
 *
 * <p>The signatures are random: whether they are good was asked before a token comes here.
 *
 * <p>{@code mvn -Pbench -Dbench=TokenCacheMemoryBenchmark -pl gateway/starter test-compile
 * exec:exec}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(value = 1, jvmArgs = {"-Xmx3g", "-XX:+UseSerialGC"})
@OutputTimeUnit(TimeUnit.SECONDS)
public class TokenCacheMemoryBenchmark {

  private static final int OFFERED = 1_000_000;
  private static final int STEP = 100_000;
  private static final int BOUND = 100_000;
  private static final int SIGNATURE_BYTES = 256;

  /** Length of the tokens that are made here, in characters, and what the cache reckons for one. */
  private static final long BYTES_PER_TOKEN = 1_000 + 3L * 923;

  private final Random random = new Random(1);
  private final byte[] signature = new byte[SIGNATURE_BYTES];

  /** Offers the tokens. */
  @Benchmark
  public long offer() {
    TestKey signer = TestKey.of("key-1", KeyFamily.RSA);
    VerificationKey key = signer.verificationKey();
    StrictJwtParser parser =
        new StrictJwtParser(TokenPolicy.of("bench", TestToken.ISSUER, TestToken.AUDIENCE));
    TokenCacheSettings defaults = TokenCacheSettings.DEFAULTS;
    TokenCache cache =
        new TokenCache(
            new TokenCacheSettings(
                BOUND * BYTES_PER_TOKEN,
                defaults.timeToLive(),
                defaults.maxRefusedBytes(),
                defaults.refusedTimeToLive()),
            Clock.systemUTC(),
            Ticker.systemTicker());
    Instant end = Instant.now().plus(Duration.ofHours(12));
    long most = 0;
    System.out.println("\noffered,entries,heap_mb");
    for (int i = 0; i < OFFERED; i++) {
      String token = token(i);
      StrictJwt jwt = ((ParsedJwt.WellFormed) parser.parse(token)).jwt();
      cache.put(new TokenKey(token, "bench"), new VerifiedJwt(jwt, key, end));
      if ((i + 1) % STEP == 0) {
        cache.cleanUp();
        most = Math.max(most, cache.size());
        System.out.println((i + 1) + "," + cache.size() + "," + liveMegabytes());
      }
    }
    return most;
  }

  private String token(int i) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"key-1\"}";
    long now = Instant.now().getEpochSecond();
    String claims =
        ("{\"iss\":\"%s\",\"sub\":\"auth0|%024d\",\"aud\":[\"%s\",\"https://tenant.test/userinfo\"],"
                + "\"iat\":%d,\"exp\":%d,\"azp\":\"kJ3vZ0pXbT7mQe5RwYc1uLhN8dGsAfOi\","
                + "\"scope\":\"openid profile email offline_access catalogue:read purchases:write\","
                + "\"https://devicegate.io/protocol\":\"oauth2-device-code\"}")
            .formatted(TestToken.ISSUER, i, TestToken.AUDIENCE, now, now + 43_200);
    random.nextBytes(signature);
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(header.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(signature);
  }

  private static long liveMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }
}
