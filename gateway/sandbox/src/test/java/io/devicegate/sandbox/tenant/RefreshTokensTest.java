package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.sandbox.tenant.RefreshTokens.Check;
import io.devicegate.sandbox.tenant.RefreshTokens.Member;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokensTest {

  private static final String CLIENT = "sandbox-tv";
  private static final Duration LIFETIME = Duration.ofDays(30);
  private static final Duration IDLE = Duration.ofDays(15);

  private final MovableClock clock = new MovableClock("2026-11-24T10:00:00Z");
  private final RefreshTokens tokens = new RefreshTokens(LIFETIME, IDLE, 4, 2, clock);

  @Test
  void knowsItsOwnTokens() {
    Member member = current(issue("alice"));

    assertThat(member.counter()).isZero();
    assertThat(member.audience()).isEqualTo("https://api.sandbox.test");
    assertThat(member.login().userId()).isEqualTo("alice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v1.", "v1.AAAA", "v2.x", "v1.!!!", "no token at all"})
  void knowsNoOtherText(String text) {
    assertThat(tokens.check(text, CLIENT)).isInstanceOf(Check.Invalid.class);
  }

  @Test
  void refusesATokenWithOneLetterChanged() {
    String token = issue("alice");
    for (int i = 3; i < token.length() - 1; i++) {
      char other = token.charAt(i) == 'A' ? 'B' : 'A';
      String changed = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(tokens.check(changed, CLIENT)).as(changed).isInstanceOf(Check.Invalid.class);
    }
    assertThat(tokens.check(token, CLIENT)).isInstanceOf(Check.Current.class);
  }

  @Test
  void replacesATokenAndKeepsTheMetadata() {
    Member first = current(issue("alice"));

    Member second = current(tokens.rotate(first, Map.of("flow", "device")).orElseThrow());

    assertThat(second.familyId()).isEqualTo(first.familyId());
    assertThat(second.counter()).isEqualTo(1);
    assertThat(second.login().refreshTokenMetadata()).containsEntry("flow", "device");
  }

  @Test
  void rotatesATokenOnce() {
    Member member = current(issue("alice"));

    assertThat(tokens.rotate(member, Map.of())).isPresent();
    assertThat(tokens.rotate(member, Map.of())).isEmpty();
  }

  @Test
  void revokesTheFamilyWhenAnOldTokenComesBack() {
    String first = issue("alice");
    String second = tokens.rotate(current(first), Map.of()).orElseThrow();
    String third = tokens.rotate(current(second), Map.of()).orElseThrow();

    Check reuse = tokens.check(first, CLIENT);

    assertThat(reuse).isInstanceOf(Check.Reused.class);
    assertThat(((Check.Reused) reuse).member().counter()).isZero();
    assertThat(((Check.Reused) reuse).latestCounter()).isEqualTo(2);
    assertThat(tokens.check(third, CLIENT)).isInstanceOf(Check.Revoked.class);
  }

  @Test
  void expiresWhenItIsNotUsed() {
    String token = issue("alice");
    clock.forward(IDLE.minusMillis(1));
    String next = tokens.rotate(current(token), Map.of()).orElseThrow();
    clock.forward(IDLE.minusMillis(1));
    assertThat(tokens.check(next, CLIENT)).isInstanceOf(Check.Current.class);
    clock.forward(Duration.ofMillis(1));

    assertThat(tokens.check(next, CLIENT)).isInstanceOf(Check.Invalid.class);
  }

  @Test
  void expiresAltogetherHoweverOftenItIsUsed() {
    String token = issue("alice");
    for (int i = 0; i < 2; i++) {
      clock.forward(Duration.ofDays(14));
      token = tokens.rotate(current(token), Map.of()).orElseThrow();
    }
    clock.forward(Duration.ofDays(2));

    assertThat(tokens.check(token, CLIENT)).isInstanceOf(Check.Invalid.class);
  }

  @Test
  void dropsTheOldestFamilyOfAUserBeyondTheLimit() {
    String oldest = issue("alice");
    clock.forward(Duration.ofSeconds(1));
    String middle = issue("alice");
    clock.forward(Duration.ofSeconds(1));
    String newest = issue("alice");

    assertThat(tokens.check(oldest, CLIENT)).isInstanceOf(Check.Revoked.class);
    assertThat(tokens.check(middle, CLIENT)).isInstanceOf(Check.Current.class);
    assertThat(tokens.check(newest, CLIENT)).isInstanceOf(Check.Current.class);
  }

  @Test
  void keepsNoMoreFamiliesThanItMay() {
    String oldest = issue("user0");
    for (int i = 1; i <= 4; i++) {
      issue("user" + i);
    }

    assertThat(tokens.check(oldest, CLIENT)).isInstanceOf(Check.Invalid.class);
  }

  @Test
  void revokesEverythingOfOneUserAndClient() {
    String alice = issue("alice");
    String bob = issue("bob");

    tokens.revokeAll("alice", CLIENT);

    assertThat(tokens.check(alice, CLIENT)).isInstanceOf(Check.Revoked.class);
    assertThat(tokens.check(bob, CLIENT)).isInstanceOf(Check.Current.class);
  }

  private String issue(String user) {
    return tokens.issue(
        CLIENT,
        "https://api.sandbox.test",
        new Login(
            user,
            Set.of("openid"),
            new CustomClaims(Map.of(), Map.of()),
            Map.of(),
            "session",
            clock.instant()));
  }

  private Member current(String token) {
    return ((Check.Current) tokens.check(token, CLIENT)).member();
  }
}
