package io.devicegate.sandbox.tenant;

import java.time.Clock;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Completes logins. */
@Component
final class LoginPipeline {

  /** What became of a login. */
  sealed interface Result permits Completed, Refused {}

  record Completed(Login login) implements Result {}

  /**
   * A refusal.
   *
   * @param reason why, in one word
   * @param message text for the user and the device
   */
  record Refused(String reason, String message) implements Result {}

  private final Clock clock;

  LoginPipeline(Clock clock) {
    this.clock = clock;
  }

  Result deviceLogin(
      SandboxProperties.User user, DeviceRequest request, Caller browser, String sessionId) {
    Set<String> scopes = request.scopes();
    return new Completed(
        new Login(
            user.id(), scopes, CustomClaims.NONE, java.util.Map.of(), sessionId, clock.instant()));
  }
}
