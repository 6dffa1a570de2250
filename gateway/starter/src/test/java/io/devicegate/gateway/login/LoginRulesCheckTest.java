package io.devicegate.gateway.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.edge.Credentials.Scheme;
import io.devicegate.gateway.protocol.DeviceExchangeEvidence;
import io.devicegate.gateway.protocol.ProtocolGrader;
import io.devicegate.gateway.token.BearerToken;
import io.devicegate.gateway.token.Tenant;
import io.devicegate.gateway.token.VerifiedToken;
import io.devicegate.rules.login.LoginRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

class LoginRulesCheckTest {

  private static final String ENDLESS = "function (user, context, callback) { while (true) {} }";

  @Test
  void refusesAsBusyWhatDoesNotFitTheQueue(@TempDir Path rules) throws IOException {
    Files.writeString(rules.resolve("endless.js"), ENDLESS);
    try (LoginRulesCheck check = check(rules)) {
      CompletableFuture<LoginVerdict> running = check.check(attempt("auth0|a"));
      CompletableFuture<LoginVerdict> waiting = check.check(attempt("auth0|b"));
      CompletableFuture<LoginVerdict> tooMany = check.check(attempt("auth0|c"));

      assertThat(running).isNotCompletedExceptionally();
      assertThat(waiting).isNotCompletedExceptionally();
      assertThatThrownBy(tooMany::join)
          .isInstanceOf(RefusedException.class)
          .hasMessage(Reason.LOGIN_RULES_BUSY.wireName());
    }
  }

  @Test
  void runsNothingForClientCredentials(@TempDir Path rules) throws IOException {
    Files.writeString(rules.resolve("endless.js"), ENDLESS);
    try (LoginRulesCheck check = check(rules)) {
      assertThat(check.check(attempt("machine@clients")))
          .isCompletedWithValue(LoginVerdict.Passed.UNTOUCHED);
    }
  }

  @Test
  void passesEverythingWithoutRules(@TempDir Path rules) {
    try (LoginRulesCheck check = check(rules)) {
      assertThat(check.check(attempt("auth0|a")))
          .isCompletedWithValue(LoginVerdict.Passed.UNTOUCHED);
    }
  }

  private static LoginRulesCheck check(Path rules) {
    LoginProperties properties =
        new LoginProperties(
            true,
            rules,
            Duration.ofSeconds(2),
            DataSize.ofMegabytes(32),
            1,
            1,
            Map.of(),
            Map.of(),
            Set.of());
    return new LoginRulesCheck(
        LoginRules.load(rules, properties.options()),
        attempt -> CompletableFuture.completedFuture(Map.of()),
        properties);
  }

  private static LoginAttempt attempt(String subject) {
    Tenant tenant = Tenant.of("test", "https://tenant.test/", Set.of("api"), Set.of());
    VerifiedToken verified =
        new VerifiedToken(tenant, subject, "tv", List.of(), List.of(), Map.of(), Instant.EPOCH);
    return new LoginAttempt(
        new BearerToken(Scheme.BEARER, "e30.e30.AAAA"),
        verified,
        new ProtocolGrader(DeviceExchangeEvidence.NONE).grade(verified),
        null,
        null);
  }
}
