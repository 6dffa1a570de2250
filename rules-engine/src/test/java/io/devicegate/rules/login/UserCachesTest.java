package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code api.cache}: what lasts from one login to the next, and for whom. */
class UserCachesTest {

  private static final String ACTION =
      """
      exports.onExecutePostLogin = async (event, api) => {
        api.idToken.setCustomClaim('found', api.cache.get('key')?.value ?? 'nothing');
        const answers = [%s];
        api.idToken.setCustomClaim('answers', answers.map((answer) => answer.code ?? answer.type));
        if (event.user.refused) api.access.deny('No.');
      };
      """;

  @TempDir private Path directory;

  private final MovableClock clock = new MovableClock();

  @Test
  void lastsForTheSameUserOnly() {
    try (LoginRules rules = rules("api.cache.set('key', event.user.user_id)")) {
      assertThat(found(rules, "alice")).isEqualTo("nothing");
      assertThat(found(rules, "bob")).isEqualTo("nothing");
      assertThat(found(rules, "alice")).isEqualTo("alice");
      assertThat(found(rules, "")).isEqualTo("nothing");
      assertThat(found(rules, "")).isEqualTo("nothing");
    }
  }

  @Test
  void forgetsWhatHasExpired() {
    try (LoginRules rules =
        rules("api.cache.get('key') ?? api.cache.set('key', 'kept', { ttl: 60_000 })")) {
      assertThat(found(rules, "alice")).isEqualTo("nothing");
      clock.now = clock.now.plusSeconds(50);
      assertThat(found(rules, "alice")).isEqualTo("kept");
      clock.now = clock.now.plusSeconds(20);
      assertThat(found(rules, "alice")).isEqualTo("nothing");
    }
  }

  @Test
  void forgetsAfterADayAtTheLatest() {
    try (LoginRules rules =
        rules("api.cache.get('key') ?? api.cache.set('key', 'kept', { ttl: 1e12 })")) {
      assertThat(found(rules, "alice")).isEqualTo("nothing");
      clock.now = clock.now.plus(Duration.ofHours(25));
      assertThat(found(rules, "alice")).isEqualTo("nothing");
    }
  }

  @Test
  void forgetsWhatIsDeletedAndWhatARefusedLoginWrote() {
    try (LoginRules rules = rules("api.cache.set('key', 'kept')")) {
      assertThat(rules.run(deviceLogin(Map.of("user_id", "alice", "refused", true))))
          .isInstanceOf(LoginOutcome.Denied.class);
      assertThat(found(rules, "alice")).isEqualTo("nothing");
    }
    try (LoginRules rules = rules("api.cache.set('key', 'kept'), api.cache.delete('key')")) {
      assertThat(found(rules, "alice")).isEqualTo("nothing");
      assertThat(found(rules, "alice")).isEqualTo("nothing");
    }
  }

  @Test
  void hasAuth0sLimits() {
    try (LoginRules rules =
        rules(
            """
            api.cache.set('k'.repeat(65), 'v'), api.cache.set('k', 'é'.repeat(2049)),
            api.cache.set('k', 1), api.cache.set('k', 'v', { ttl: NaN }),
            api.cache.set('a', 'v'.repeat(4096)), api.cache.set('b', 'v'.repeat(4096)),
            ...Array.from({ length: 20 }, (_, i) => api.cache.set('k' + i, 'v'))""")) {
      List<?> answers = (List<?>) requireNonNull(claims(rules, "alice").get("answers"));

      assertThat(answers.subList(0, 6).stream().map(Object::toString))
          .containsExactly(
              "KEY_SIZE_EXCEEDED",
              "ITEM_SIZE_EXCEEDED",
              "INVALID_VALUE",
              "INVALID_EXPIRY",
              "success",
              "CACHE_SIZE_EXCEEDED");
      assertThat(answers.subList(6, 26).stream().map(Object::toString))
          .startsWith("success")
          .endsWith("CACHE_SIZE_EXCEEDED");
    }
  }

  @Test
  void keepsABoundedNumberOfUsersAndBytes() {
    UserCaches caches = new UserCaches();
    String entries = "{\"entries\":[\"" + "a".repeat(8_000) + "\"]}";
    for (int i = 0; i < 2 * UserCaches.MAX_USERS; i++) {
      caches.keep("user-" + i, entries);
    }
    caches.keep("large", "{\"entries\":[\"" + "a".repeat(UserCaches.MAX_BYTES) + "\"]}");
    caches.keep("broken", "{\"entries\":[");
    caches.keep("", entries);

    assertThat(caches.bytes())
        .isLessThanOrEqualTo((long) UserCaches.MAX_USERS * UserCaches.MAX_BYTES);
    assertThat(caches.of("user-0")).isEqualTo("[]");
    assertThat(caches.of("user-" + (2 * UserCaches.MAX_USERS - 1))).hasSizeGreaterThan(8_000);
    assertThat(List.of(caches.of("large"), caches.of("broken"), caches.of(""))).containsOnly("[]");
  }

  private LoginRules rules(String calls) {
    TestLogins.write(directory, ACTION.formatted(calls));
    return LoginRules.load(directory, PATIENT.withClock(clock));
  }

  private static Object found(LoginRules rules, String userId) {
    return requireNonNull(claims(rules, userId).get("found"));
  }

  private static Map<String, Object> claims(LoginRules rules, String userId) {
    return ((Allowed) rules.run(deviceLogin(Map.of("user_id", userId)))).idTokenClaims();
  }

  private static final class MovableClock extends Clock {

    private Instant now = Instant.parse("2026-11-25T12:00:00Z");

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
