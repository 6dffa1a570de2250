package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceContext;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static io.devicegate.rules.login.TestLogins.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for all scripts together: limits, isolation, and use by many threads. */
class LoginRulesTest {

  /** Tries to carry something over to the next login, in every place a script can reach. */
  private static final String LEAKY =
      """
      const kept = [];
      exports.onExecutePostLogin = async (event, api) => {
        const places = [globalThis.leak, Object.prototype.leak, Array.prototype.leak, Math.leak,
            exports.leak, api.access.deny.leak, kept[0], new Map().leak, UnauthorizedError.leak];
        api.idToken.setCustomClaim('found', places.filter((place) => place !== undefined));
        api.idToken.setCustomClaim('me', event.user.user_id);
        const id = event.user.user_id;
        globalThis.leak = Math.leak = exports.leak = UnauthorizedError.leak = id;
        api.access.deny.leak = Map.prototype.leak = Array.prototype.leak = id;
        kept.push(id);
        configuration.leak = event.secrets.leak = id;
      };
      """;

  @TempDir private Path directory;

  @Test
  void manyThreadsGetTheirOwnOutcomeAndNobodyElses() throws Exception {
    write(directory, LEAKY);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (LoginRules rules = LoginRules.load(directory, PATIENT.withWorkers(2))) {
      List<Future<LoginOutcome>> outcomes =
          IntStream.range(0, 200)
              .mapToObj(i -> deviceLogin(Map.of("user_id", "user-" + i)))
              .map(login -> threads.submit(() -> rules.run(login)))
              .toList();

      for (int i = 0; i < outcomes.size(); i++) {
        assertThat(claims(outcomes.get(i)))
            .containsEntry("me", "user-" + i)
            .containsEntry("found", List.of());
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void memoryDoesNotGrow() {
    write(
        directory,
        """
        function (user, context, callback) {
          global.garbage = new Array(100).fill({ user });
          global.cycle = { global };
          callback(null, user, context);
        }
        """);
    Sandbox sandbox = Sandbox.open(RuleFile.readAll(directory), PATIENT);
    try {
      String login = "{\"user\":{\"name\":\"" + "a".repeat(10_000) + "\"},\"context\":{}}";
      int pages = sandbox.pages();
      for (int i = 0; i < 2000; i++) {
        assertThat(sandbox.run(login, line -> {})).isInstanceOf(Verdict.Passed.class);
      }
      assertThat(sandbox.pages()).isEqualTo(pages);
      assertThat(sandbox.isUsable()).isTrue();
    } finally {
      sandbox.stop();
    }
  }

  @Test
  void aLargeLoginIsRefusedBeforeARuleSeesIt() {
    write(directory, LEAKY);
    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      LoginOutcome fits = rules.run(deviceLogin(Map.of("user_id", "a".repeat(12_000))));
      LoginOutcome large = rules.run(deviceLogin(Map.of("user_id", "a".repeat(70_000))));

      assertThat(fits).isInstanceOf(Allowed.class);
      assertThat(large)
          .isEqualTo(
              new Denied(
                  "",
                  Reason.INPUT_TOO_LARGE,
                  "the login is larger than 65536 bytes of JSON, or nested too deeply, so no rule"
                      + " saw it"));
    }
  }

  @Test
  void aSandboxThatGrewTooMuchIsReplaced() {
    write(
        directory,
        """
        function (user, context, callback) {
          if (user.user_id === 'greedy') new ArrayBuffer(12 * 1024 * 1024);
          callback(null, user, context);
        }
        """);
    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      for (int i = 0; i < 5; i++) {
        assertThat(rules.run(deviceLogin(Map.of("user_id", "greedy")))).isInstanceOf(Allowed.class);
      }
    }
  }

  @Test
  void aWaitForASandboxEndsInBusy() {
    write(directory, LEAKY);
    List<RuleFile> files = RuleFile.readAll(directory);
    LoginRulesOptions options = PATIENT.withMaxWait(Duration.ofMillis(20));
    try (SandboxPool pool = new SandboxPool(Sandbox.open(files, options), files, options)) {
      Sandbox lent = pool.take().orElseThrow();

      assertThat(pool.take()).isEmpty();

      pool.giveBack(lent);
      assertThat(pool.take()).containsSame(lent);
      lent.stop();
    }
  }

  @Test
  void aClosedSetDenies() {
    write(directory, LEAKY);
    LoginRules rules = LoginRules.load(directory, PATIENT);
    rules.close();

    assertThat(rules.run(deviceLogin()))
        .isInstanceOfSatisfying(
            Denied.class, denied -> assertThat(denied.reason()).isEqualTo(Reason.BUSY));
  }

  @Test
  void closingEndsAllThreads() throws InterruptedException {
    write(directory, LEAKY);
    Sandbox sandbox = Sandbox.open(RuleFile.readAll(directory), PATIENT);

    sandbox.stop();

    assertThat(sandbox.awaitStop(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void anEndlessRuleIsOverInBoundedTime() {
    write(directory, "function (user, context, callback) { for (;;) {} }");
    Duration timeout = Duration.ofMillis(200);
    try (LoginRules rules = LoginRules.load(directory, PATIENT.withTimeout(timeout))) {
      List<LoginOutcome> outcomes = new ArrayList<>();
      long start = System.nanoTime();
      for (int i = 0; i < 3; i++) {
        outcomes.add(rules.run(deviceLogin()));
      }
      long millis = (System.nanoTime() - start) / 1_000_000;

      assertThat(outcomes)
          .allSatisfy(
              outcome ->
                  assertThat(outcome)
                      .isEqualTo(
                          new Denied(
                              "01.js", Reason.TIMED_OUT, "01.js: did not finish within 200 ms")));
      // Three runs, each with four timeouts of patience, and the start of two sandboxes.
      assertThat(millis).isLessThan(3 * 4 * 200 + 20_000);
    }
  }

  @Test
  void requestsAndOutcomesDoNotPrintPeople() {
    assertThat(new LoginRequest(Map.of("email", "alice@example.test"), deviceContext()))
        .asString()
        .doesNotContain("alice");
  }

  private static Map<String, Object> claims(Future<LoginOutcome> outcome)
      throws ExecutionException, InterruptedException {
    return ((Allowed) outcome.get()).idTokenClaims();
  }
}
