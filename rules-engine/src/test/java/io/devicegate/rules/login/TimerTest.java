package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers fire in their order, and nobody waits for them. */
class TimerTest {

  @TempDir private Path directory;

  @Test
  void fireInTheirOrderAndMoveTheClock() {
    Allowed allowed =
        (Allowed)
            run(
                """
                function (user, context, callback) {
                  const seen = [];
                  const start = Date.now();
                  setTimeout((name) => seen.push(name), 3600_000, 'late');
                  setTimeout(() => seen.push('soon'), 1000);
                  setImmediate(() => seen.push('now'));
                  const gone = setTimeout(() => seen.push('never'), 10);
                  clearTimeout(gone);
                  const ticks = setInterval(() => {
                    seen.push('tick');
                    if (seen.length > 3) clearInterval(ticks);
                  }, 1100);
                  setTimeout(() => {
                    const hour = Date.now() - start >= 3600_000 && new Date() - start < 4000_000;
                    context.idToken.seen = [...seen, hour];
                    callback(null, user, context);
                  }, 3600_001);
                }
                """);

    assertThat(allowed.idTokenClaims())
        .containsEntry("seen", List.of("now", "soon", "tick", "tick", "late", true));
  }

  @Test
  void aTimeLimitThatIsNotNeededDoesNotFire() {
    LoginOutcome outcome =
        run(
            """
            function (user, context, callback) {
              setTimeout(() => callback(new Error('timeout')), 5000);
              setTimeout(() => callback(null, user, context), 10);
            }
            """,
            "exports.onExecutePostLogin = async () => { await new Promise((go) => setTimeout(go, 20)); };");

    assertThat(outcome).isInstanceOf(Allowed.class);
  }

  @Test
  void aTimeLimitFiresWhenNothingElseIsLeft() {
    Denied denied =
        (Denied)
            run(
                """
                async function (user, context, callback) {
                  const limit = new Promise((_, no) => setTimeout(() => no(new Error('late')), 5000));
                  await Promise.race([new Promise(() => {}), limit]);
                }
                """);

    assertThat(denied.reason()).isEqualTo(Reason.THREW);
    assertThat(denied.message()).contains("late");
  }

  private LoginOutcome run(String... scripts) {
    return TestLogins.run(directory, deviceLogin(), scripts);
  }
}
