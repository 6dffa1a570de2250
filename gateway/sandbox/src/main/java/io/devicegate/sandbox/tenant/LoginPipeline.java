package io.devicegate.sandbox.tenant;

import io.devicegate.rules.login.LoginOutcome;
import io.devicegate.rules.login.LoginRequest;
import io.devicegate.rules.login.LoginRules;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Runs the login rules where Auth0 runs them: when a login completes, and again at each refresh. A
 * rule that fails refuses the login; it never lets one through.
 */
@Component
final class LoginPipeline {

  /** What became of a login. */
  sealed interface Result {

    /** The rules agreed. */
    record Completed(Login login) implements Result {}

    /**
     * The rules refused, or failed.
     *
     * @param reason why, in one word
     * @param message text for the user and the device
     * @param revokes whether a rule ends the session, or the refresh token, as well
     */
    record Refused(String reason, String message, boolean revokes) implements Result {}
  }

  /** They decide which tokens there are, not what a token permits, so no rule takes them away. */
  private static final Set<String> SCOPES_FOR_TOKENS = Set.of("openid", "offline_access");

  private final LoginRules rules;
  private final LoginContexts contexts;
  private final Users users;
  private final Clock clock;

  LoginPipeline(LoginRules rules, LoginContexts contexts, Users users, Clock clock) {
    this.rules = rules;
    this.contexts = contexts;
    this.users = users;
    this.clock = clock;
  }

  /** Completes the login of a user in the browser, for a device. */
  Result deviceLogin(
      SandboxProperties.User user, DeviceRequest request, Caller browser, String sessionId) {
    LoginRequest login = contexts.ofDeviceLogin(user, request, browser, sessionId);
    LoginOutcome outcome = rules.run(login);
    if (outcome instanceof LoginOutcome.Denied denied) {
      return refused(denied);
    }
    LoginOutcome.Allowed allowed = (LoginOutcome.Allowed) outcome;
    users.update(user, allowed.effects());
    return new Result.Completed(
        new Login(
            user.id(),
            scopes(allowed, request.scopes()),
            claims(allowed),
            allowed.refreshTokenMetadata(),
            sessionId,
            clock.instant()));
  }

  /** Renews a login at the back channel, for the scopes that the client asks for this time. */
  Result refresh(
      SandboxProperties.User user, RefreshTokens.Member member, Set<String> scopes, Caller device) {
    LoginOutcome outcome = rules.run(contexts.ofRefresh(user, member, scopes, device));
    if (outcome instanceof LoginOutcome.Denied denied) {
      return refused(denied);
    }
    LoginOutcome.Allowed allowed = (LoginOutcome.Allowed) outcome;
    users.update(user, allowed.effects());
    Login before = member.login();
    return new Result.Completed(
        new Login(
            user.id(),
            scopes(allowed, scopes),
            claims(allowed),
            allowed.refreshTokenMetadata(),
            before.sessionId(),
            before.at()));
  }

  private static Result refused(LoginOutcome.Denied denied) {
    return switch (denied.reason()) {
      case REFUSED -> new Result.Refused("unauthorized", denied.message(), false);
      case REVOKED -> new Result.Refused("unauthorized", denied.message(), true);
      case REDIRECT ->
          new Result.Refused(
              "redirect", "The login needs a page that the device flow here does not show.", false);
      case MULTIFACTOR ->
          new Result.Refused(
              "mfa_required", "The login needs a second factor, which this tenant has not.", false);
      case THREW,
          TIMED_OUT,
          OUT_OF_MEMORY,
          NO_CALLBACK,
          CALLED_BACK_TWICE,
          INPUT_TOO_LARGE,
          OUTPUT_TOO_LARGE,
          BUSY ->
          failed(denied);
    };
  }

  private static Result failed(LoginOutcome.Denied denied) {
    String reason = denied.reason().name().toLowerCase(Locale.ROOT);
    String rule = denied.rule().isEmpty() ? "" : " " + denied.rule();
    return new Result.Refused(
        reason,
        "The login was refused because the login rule" + rule + " failed: " + reason + ".",
        false);
  }

  /** What was asked and the rules left, in that order, and then what the rules added. */
  private static Set<String> scopes(LoginOutcome.Allowed allowed, Set<String> asked) {
    List<String> chosen = allowed.scope().orElse(List.copyOf(asked));
    Set<String> scopes = new LinkedHashSet<>(asked);
    scopes.removeIf(scope -> !chosen.contains(scope) && !SCOPES_FOR_TOKENS.contains(scope));
    scopes.addAll(chosen);
    return scopes;
  }

  private static CustomClaims claims(LoginOutcome.Allowed allowed) {
    return new CustomClaims(allowed.accessTokenClaims(), allowed.idTokenClaims());
  }
}
