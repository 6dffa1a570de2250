package io.devicegate.rules.login;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoginRulesTest {

  private static final Path SHIPPED = Path.of("rules/login");

  @Test
  void runsTheShippedRules() {
    try (LoginRules rules = LoginRules.load(SHIPPED, LoginRulesOptions.defaults())) {
      for (int i = 0; i < 10; i++) {
        long start = System.nanoTime();
        LoginOutcome outcome = rules.run(login(true));
        System.out.println((System.nanoTime() - start) / 1000 + " us");
        assertThat(outcome)
            .isInstanceOfSatisfying(
                Allowed.class,
                allowed ->
                    assertThat(allowed.accessTokenClaims())
                        .containsEntry("https://devicegate.io/protocol", "oauth2-device-code"));
      }
      long start = System.nanoTime();
      for (int i = 0; i < 2000; i++) {
        rules.run(login(true));
      }
      System.out.println((System.nanoTime() - start) / 1000 / 2000 + " us");
      assertThat(rules.run(login(false)))
          .isEqualTo(
              new Denied(
                  "10-require-verified-email.js", Reason.REFUSED, "Verify your e-mail first."));
    }
  }

  private static LoginRequest login(boolean verified) {
    return new LoginRequest(
        Map.of("user_id", "auth0|1", "email_verified", verified),
        Map.of("protocol", "oauth2-device-code", "clientID", "sandbox-tv"));
  }
}
