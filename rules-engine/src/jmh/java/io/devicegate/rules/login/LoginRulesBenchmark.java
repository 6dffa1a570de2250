package io.devicegate.rules.login;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One login, warm, from the clean state that every run begins with: the shipped Rule and Action; a
 * Rule that uses lodash; and one that signs a JSON Web Token.
 *
 * <p>{@code mvn -Pbench -Dbench=LoginRulesBenchmark -pl rules-engine test-compile exec:exec}
 */
@State(Scope.Benchmark)
@Warmup(iterations = 15, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LoginRulesBenchmark {

  private static final String LODASH =
      """
      function (user, context, callback) {
        const _ = require('lodash@4.17.10');
        context.idToken.identity = _.find(user.identities, { provider: 'auth0' }).user_id;
        callback(null, user, context);
      }
      """;

  private static final String JWT =
      """
      function (user, context, callback) {
        const jwt = require('jsonwebtoken');
        context.idToken.token = jwt.sign({ sub: user.user_id }, 'secret', { expiresIn: '10h' });
        callback(null, user, context);
      }
      """;

  private static final LoginRequest LOGIN =
      new LoginRequest(
          Map.of(
              "user_id",
              "auth0|1",
              "email",
              "alice@example.test",
              "email_verified",
              true,
              "identities",
              List.of(Map.of("provider", "auth0", "user_id", "1"))),
          Map.of(
              "protocol",
              "oauth2-device-code",
              "clientID",
              "tv",
              "request",
              Map.of("ip", "192.0.2.1", "query", Map.of("scope", "openid"))));

  @Param({"shipped", "lodash", "jsonwebtoken"})
  String scripts;

  private Path directory;
  private LoginRules rules;

  /** Loads one set of scripts. */
  @Setup
  public void load() throws IOException {
    directory = Files.createTempDirectory("login-rules");
    switch (scripts) {
      case "lodash" -> Files.writeString(directory.resolve("rule.js"), LODASH);
      case "jsonwebtoken" -> Files.writeString(directory.resolve("rule.js"), JWT);
      default -> copyShipped();
    }
    rules = LoginRules.load(directory, LoginRulesOptions.defaults().withWorkers(1));
  }

  /** Stops the sandboxes. */
  @TearDown
  public void close() {
    rules.close();
  }

  /** The distribution of logins, for p50 and p99. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public LoginOutcome run() {
    return rules.run(LOGIN);
  }

  private void copyShipped() throws IOException {
    for (String name : List.of("10-require-verified-email.js", "20-mark-device-token.js")) {
      Files.copy(Path.of("rules/login", name), directory.resolve(name));
    }
  }
}
