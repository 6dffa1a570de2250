package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceContext;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleTest {

  @TempDir private Path directory;

  @Test
  void eachSeesWhatThoseBeforeItChanged() {
    Allowed allowed =
        allowed(
            """
            function (user, context, callback) {
              user.nickname = 'al';
              context.idToken['https://example.test/a'] = 1;
              global.shared = 'global';
              callback(null, user, context);
            }
            """,
            """
            function (user, context, callback) {
              context.accessToken['https://example.test/seen'] =
                  [user.nickname, context.idToken['https://example.test/a'], shared];
              callback(null, { ...user, name: 'Alice' }, { ...context });
            }
            """);

    assertThat(allowed.accessTokenClaims())
        .containsExactly(Map.entry("https://example.test/seen", List.of("al", 1, "global")));
    assertThat(allowed.idTokenClaims()).containsExactly(Map.entry("https://example.test/a", 1));
    assertThat(allowed.user()).containsEntry("nickname", "al").containsEntry("name", "Alice");
    assertThat(allowed.scope()).isEmpty();
  }

  @Test
  void rulesRunBeforeActions() {
    Allowed allowed =
        allowed(
            """
            exports.onExecutePostLogin = async (event, api) => {
              api.idToken.setCustomClaim('https://example.test/order', event.user.order + ' action');
            };
            """,
            """
            function (user, context, callback) {
              user.order = 'rule';
              callback(null, user, context);
            }
            """);

    assertThat(allowed.idTokenClaims()).containsEntry("https://example.test/order", "rule action");
  }

  @Test
  void theFirstRefusalEndsTheRun() {
    LoginOutcome outcome =
        run(
            "function (user, context, callback) { callback(new UnauthorizedError('First.')); }",
            "function (user, context, callback) { throw new Error('not reached'); }");

    assertThat(outcome).isEqualTo(new Denied("01.js", Reason.REFUSED, "First."));
  }

  @Test
  void aRefusalMayBeThrownAndMayHaveNoWords() {
    assertThat(run("function (user, context, callback) { throw new UnauthorizedError('No.'); }"))
        .isEqualTo(new Denied("01.js", Reason.REFUSED, "No."));
    assertThat(run("async (user, context, callback) => { throw UnauthorizedError(); }"))
        .isEqualTo(new Denied("01.js", Reason.REFUSED, "The login was refused."));
  }

  @Test
  void unauthorizedErrorIsAnError() {
    Allowed allowed =
        allowed(
            """
            function (user, context, callback) {
              const error = new UnauthorizedError('No.');
              context.idToken.answers = [
                error instanceof Error, error instanceof UnauthorizedError, String(error)];
              callback(null, user, context);
            }
            """);

    assertThat(allowed.idTokenClaims())
        .containsEntry("answers", List.of(true, true, "UnauthorizedError: No."));
  }

  @Test
  void mayCallBackLaterAndWithNothing() {
    Allowed allowed =
        allowed(
            """
            function (user, context, callback) {
              user.name = 'changed in place';
              Promise.resolve().then(() => callback());
            }
            """);

    assertThat(allowed.user()).containsEntry("name", "changed in place");
  }

  @Test
  void mayOverrideTheScope() {
    Allowed allowed =
        allowed(
            """
            function (user, context, callback) {
              context.accessToken.scope = ['openid', 'read:catalogue', 'openid'];
              callback(null, user, context);
            }
            """);

    assertThat(allowed.scope()).contains(List.of("openid", "read:catalogue"));
    assertThat(allowed.accessTokenClaims()).isEmpty();
  }

  @Test
  void reservedAndEmptyClaimsAreDroppedAndTheLoginGoesOn() {
    Allowed allowed =
        allowed(
            """
            function (user, context, callback) {
              context.accessToken.iss = 'https://evil.test/';
              context.accessToken['https://auth0.com/a'] = 1;
              context.accessToken['https://example.test/none'] = null;
              context.accessToken['https://example.test/undefined'] = undefined;
              context.idToken.aud = 'other';
              context.idToken.email = 'alice@example.test';
              callback(null, user, context);
            }
            """);

    assertThat(allowed.accessTokenClaims()).isEmpty();
    assertThat(allowed.idTokenClaims()).containsExactly(Map.entry("email", "alice@example.test"));
  }

  @Test
  void seesConfigurationAndTheHostsTime() {
    Clock clock = Clock.fixed(Instant.parse("2030-01-02T03:04:05Z"), ZoneOffset.UTC);
    LoginRulesOptions options =
        PATIENT.withClock(clock).withConfiguration(Map.of("colour", "green"));
    TestLogins.write(
        directory,
        """
        function (user, context, callback) {
          const year = new Date().getUTCFullYear();
          const same = Date.now() - new Date().getTime() < 1000 && new Date() instanceof Date;
          context.idToken.seen = [configuration.colour, year, same, new Date(0).toISOString()];
          callback(null, user, context);
        }
        """);

    try (LoginRules rules = LoginRules.load(directory, options)) {
      assertThat(((Allowed) rules.run(deviceLogin())).idTokenClaims())
          .containsEntry("seen", List.of("green", 2030, true, "1970-01-01T00:00:00.000Z"));
    }
  }

  @Test
  void chanceDiffersBetweenRuns() {
    TestLogins.write(
        directory,
        """
        function (user, context, callback) {
          context.idToken.dice = [Math.random(), Math.random()];
          callback(null, user, context);
        }
        """);

    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      Object first = ((Allowed) rules.run(deviceLogin())).idTokenClaims().get("dice");
      Object second = ((Allowed) rules.run(deviceLogin())).idTokenClaims().get("dice");

      assertThat(first).isNotEqualTo(second);
      assertThat((List<?>) first)
          .allSatisfy(dice -> assertThat((Double) dice).isBetween(0.0, 1.0))
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void inputCannotReachAPrototype() {
    Map<String, Object> user = new HashMap<>();
    user.put("user_id", "mallory");
    user.put("__proto__", Map.of("email_verified", true));

    Allowed allowed =
        (Allowed)
            TestLogins.run(
                directory,
                new LoginRequest(user, deviceContext()),
                """
                function (user, context, callback) {
                  const merged = Object.assign({}, user);
                  context.idToken.verified = String(merged.email_verified);
                  callback(null, user, context);
                }
                """);

    assertThat(allowed.idTokenClaims()).containsEntry("verified", "undefined");
  }

  private Allowed allowed(String... sources) {
    return (Allowed) run(sources);
  }

  private LoginOutcome run(String... sources) {
    return TestLogins.run(directory, deviceLogin(), sources);
  }
}
