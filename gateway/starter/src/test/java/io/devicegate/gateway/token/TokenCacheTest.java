package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.testing.MovableClock;
import io.devicegate.gateway.token.JwksEvent.KeyName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenCacheTest {

  private static final VerificationKey SIGNER = TestKey.rsa("signer").verificationKey();
  private static final Instant FAR = MovableClock.START.plus(Duration.ofDays(30));

  private final MovableClock clock = new MovableClock();

  @Test
  void findsATokenOnlyInFullAndForItsPolicy() {
    TokenCache cache = cache(TokenCacheSettings.DEFAULTS);
    String token = "header.claims.0123456789012345678901234567890123456789";
    VerifiedJwt verified = verified(token, SIGNER, FAR, FAR);
    cache.put(new TokenKey(token, "policy"), verified);

    assertThat(cache.find(new TokenKey(token, "policy"))).containsSame(verified);
    assertThat(cache.find(new TokenKey(token, "other"))).isEmpty();
    assertThat(cache.find(new TokenKey("H" + token.substring(1), "policy"))).isEmpty();
    assertThat(cache.find(new TokenKey(token + "A", "policy"))).isEmpty();
    assertThat(cache.find(new TokenKey("", "policy"))).isEmpty();
  }

  @Test
  void forgetsATokenWhenItExpires() {
    assertThat(livesFor(MovableClock.START.plusSeconds(90), FAR)).isEqualTo(90);
  }

  @Test
  void forgetsATokenWhenItsKeyExpires() {
    assertThat(livesFor(FAR, MovableClock.START.plusSeconds(120))).isEqualTo(120);
  }

  @Test
  void forgetsATokenWhenItsTimeToLiveIsOver() {
    assertThat(livesFor(FAR, FAR)).isEqualTo(TokenCacheSettings.DEFAULTS.timeToLive().toSeconds());
  }

  @Test
  void takesNoTokenThatHasExpired() {
    TokenCache cache = cache(TokenCacheSettings.DEFAULTS);
    cache.put(new TokenKey("t", "p"), verified("t", SIGNER, MovableClock.START, FAR));

    assertThat(cache.size()).isZero();
  }

  @Test
  void losesATokenTheMomentThatItsKeyIsRemoved() {
    TokenCache cache = cache(TokenCacheSettings.DEFAULTS);
    VerificationKey removed = TestKey.rsa("removed").verificationKey();
    TokenKey key = new TokenKey("t", "p");
    cache.put(key, verified("t", removed, FAR, FAR));

    removed.markRemoved();

    assertThat(cache.find(key)).isEmpty();
    cache.put(new TokenKey("late", "p"), verified("late", removed, FAR, FAR));
    assertThat(cache.find(new TokenKey("late", "p"))).isEmpty();
  }

  @Test
  void evictsWhatAKeyVerifiedAndNothingElse() {
    TokenCache cache = cache(TokenCacheSettings.DEFAULTS);
    VerificationKey other = TestKey.rsa("other").verificationKey();
    cache.put(new TokenKey("a", "p"), verified("a", SIGNER, FAR, FAR));
    cache.put(new TokenKey("b", "p"), verified("b", other, FAR, FAR));
    cache.putBadSignature(new TokenKey("c", "p"), SIGNER);

    cache.evict(Set.of(new KeyName(SIGNER.id(), SIGNER.thumbprint())));

    assertThat(cache.find(new TokenKey("a", "p"))).isEmpty();
    assertThat(cache.find(new TokenKey("b", "p"))).isPresent();
    assertThat(cache.hasBadSignature(new TokenKey("c", "p"))).isFalse();
  }

  @Test
  void staysWithinItsBytesUnderAFlood() {
    TokenCache cache =
        cache(
            new TokenCacheSettings(
                1_000_000, Duration.ofHours(1), 100_000, Duration.ofSeconds(10)));
    String padding = "x".repeat(1_000);
    VerifiedJwt token = verified("t", SIGNER, FAR, FAR);
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(
            i -> {
              cache.put(new TokenKey(padding + i, "p"), token);
              cache.putBadSignature(new TokenKey(padding + i, "p"), SIGNER);
            });
    cache.cleanUp();

    assertThat(cache.size()).isBetween(1L, 250L);
    assertThat(cache.refusedSize()).isBetween(1L, 25L);
  }

  @Test
  void remembersABadSignatureShortly() {
    TokenCache cache = cache(TokenCacheSettings.DEFAULTS);
    TokenKey key = new TokenKey("t", "p");
    cache.putBadSignature(key, SIGNER);

    assertThat(cache.hasBadSignature(key)).isTrue();
    clock.advance(TokenCacheSettings.DEFAULTS.refusedTimeToLive());
    assertThat(cache.hasBadSignature(key)).isFalse();
  }

  @Test
  void neverFindsATokenOfARemovedKeyHoweverThreadsMeet() {
    TokenCache cache = cache(TokenCacheSettings.DEFAULTS);
    for (int round = 0; round < 200; round++) {
      VerificationKey key =
          new VerificationKey("k", "thumb", KeyFamily.RSA, SIGNER.publicKey(), Set.of());
      VerifiedJwt token = verified("t", key, FAR, FAR);
      List<Runnable> meeting =
          List.of(
              () -> cache.put(new TokenKey("t", "p"), token),
              () -> {
                key.markRemoved();
                cache.evict(Set.of(new KeyName("k", "thumb")));
              });
      meeting.parallelStream().forEach(Runnable::run);

      assertThat(cache.find(new TokenKey("t", "p"))).isEmpty();
    }
  }

  @Test
  void spreadsTheHashesOfTokensThatDifferOnlyInTheirSignature() {
    String before = "same.".repeat(100);
    long distinct =
        IntStream.range(0, 10_000)
            .mapToObj(i -> new TokenKey(before + "%024d".formatted(i), "p"))
            .mapToInt(TokenKey::hashCode)
            .distinct()
            .count();

    assertThat(distinct).isGreaterThan(9_990);
  }

  /**
   * Seconds until a token that expires, and whose key expires, at these times is no longer found.
   */
  private long livesFor(Instant expiresAt, Instant keyUsableUntil) {
    TokenCache cache = cache(TokenCacheSettings.DEFAULTS);
    TokenKey key = new TokenKey("t", "p");
    cache.put(key, verified("t", SIGNER, expiresAt, keyUsableUntil));
    long seconds = 0;
    while (cache.find(key).isPresent()) {
      clock.advance(Duration.ofSeconds(1));
      seconds++;
    }
    return seconds;
  }

  private TokenCache cache(TokenCacheSettings settings) {
    return new TokenCache(settings, clock, clock.ticker());
  }

  private static VerifiedJwt verified(
      String token, VerificationKey key, Instant expiresAt, Instant keyUsableUntil) {
    StrictJwt jwt =
        new StrictJwt(
            token,
            JwsAlgorithm.RS256,
            key.id(),
            Map.of("alg", "RS256"),
            Map.of("iss", "i"),
            "i",
            List.of("a"),
            new TokenTimes(null, null, expiresAt),
            new byte[0]);
    return new VerifiedJwt(jwt, key, keyUsableUntil);
  }
}
