package io.devicegate.gateway.login;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.rules.login.LoginOutcome;
import io.devicegate.rules.login.LoginRequest;
import io.devicegate.rules.login.LoginRules;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Runs the login rules on threads of its own, as many as there are sandboxes, with a bounded queue
 * before them. What does not fit is refused as busy.
 */
final class LoginRulesCheck implements LoginCheck, AutoCloseable {

  private final LoginRules rules;
  private final Function<LoginAttempt, CompletableFuture<Map<String, Object>>> users;
  private final ThreadPoolExecutor workers;

  LoginRulesCheck(
      LoginRules rules,
      Function<LoginAttempt, CompletableFuture<Map<String, Object>>> users,
      LoginProperties properties) {
    this.rules = rules;
    this.users = users;
    AtomicInteger number = new AtomicInteger();
    this.workers =
        new ThreadPoolExecutor(
            properties.workers(),
            properties.workers(),
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(properties.queueSize()),
            task -> worker(task, number.incrementAndGet()));
  }

  @Override
  public CompletableFuture<LoginVerdict> check(LoginAttempt attempt) {
    // Client credentials are no login: Auth0 runs no rule for them, and there is no user to judge.
    if (rules.isEmpty() || attempt.grade().isWithoutUser()) {
      return CompletableFuture.completedFuture(LoginVerdict.Passed.UNTOUCHED);
    }
    return users.apply(attempt).thenCompose(user -> run(attempt, user));
  }

  @Override
  public void close() {
    workers.shutdownNow();
    rules.close();
  }

  private static Thread worker(Runnable task, int number) {
    Thread thread = new Thread(task, "devicegate-login-rules-" + number);
    thread.setDaemon(true);
    return thread;
  }

  private CompletableFuture<LoginVerdict> run(LoginAttempt attempt, Map<String, Object> user) {
    LoginRequest request = new LoginRequest(user, LoginContext.of(attempt));
    try {
      return CompletableFuture.supplyAsync(() -> verdict(rules.run(request)), workers);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(new RefusedException(Reason.LOGIN_RULES_BUSY));
    }
  }

  private static LoginVerdict verdict(LoginOutcome outcome) {
    if (outcome instanceof LoginOutcome.Allowed allowed) {
      return new LoginVerdict.Passed(allowed.scope());
    }
    LoginOutcome.Denied denied = (LoginOutcome.Denied) outcome;
    return switch (denied.reason()) {
      // The session and the refresh token that a rule revokes are the issuer's, out of reach here.
      case REFUSED, REVOKED ->
          new LoginVerdict.Refused(Reason.LOGIN_RULE_REFUSED, denied.message());
      case REDIRECT -> refused(Reason.LOGIN_RULE_REDIRECT);
      case MULTIFACTOR -> refused(Reason.LOGIN_RULE_MULTIFACTOR);
      case BUSY -> throw new RefusedException(Reason.LOGIN_RULES_BUSY);
      // The message is for the operator, who finds it in the log; the caller learns only that much.
      case THREW,
          TIMED_OUT,
          OUT_OF_MEMORY,
          NO_CALLBACK,
          CALLED_BACK_TWICE,
          INPUT_TOO_LARGE,
          OUTPUT_TOO_LARGE ->
          refused(Reason.LOGIN_RULE_FAILED);
    };
  }

  private static LoginVerdict refused(Reason reason) {
    return new LoginVerdict.Refused(reason, reason.detail());
  }
}
