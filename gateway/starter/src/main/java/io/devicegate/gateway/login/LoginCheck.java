package io.devicegate.gateway.login;

import java.util.concurrent.CompletableFuture;

/** Asks the login rules about a token on its first sight. Never blocks its caller. */
public interface LoginCheck {

  /** For a gateway without login rules: everything passes. */
  LoginCheck NONE = attempt -> CompletableFuture.completedFuture(LoginVerdict.Passed.UNTOUCHED);

  /**
   * Runs the rules. Completes with their verdict, or exceptionally with a {@link
   * io.devicegate.gateway.RefusedException} when they cannot be asked now.
   */
  CompletableFuture<LoginVerdict> check(LoginAttempt attempt);
}
