package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.login.LoginOutcome.Reason;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each script in {@code hostile/} says in its first line how it must end: {@code // expect:} one or
 * more reasons, then a part of the message.
 */
class HostileScriptsTest {

  private static final Duration TIMEOUT = Duration.ofMillis(250);
  private static final LoginRequest ALICE = deviceLogin(Map.of("user_id", "alice"));
  private static final LoginRequest MALLORY = deviceLogin(Map.of("user_id", "mallory"));

  private static final String RULE_PREFIX =
      "function (user, context, callback) {"
          + " return user.user_id !== 'mallory' ? callback(null, user, context) : (";
  private static final String ACTION_SUFFIX =
      """

      const hostile = exports.onExecutePostLogin;
      exports.onExecutePostLogin = async (event, api) =>
          event.user.user_id === 'mallory' && hostile(event, api);
      """;

  @TempDir private Path directory;

  static Stream<Path> scripts() throws IOException, URISyntaxException {
    Path folder = Path.of(HostileScriptsTest.class.getResource("/hostile").toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void endsAsItMustAndLeavesNothingBehind(Path script) throws IOException {
    String source = Files.readString(script);
    Expectation expected = Expectation.of(source);
    String name = script.getFileName().toString();
    TestLogins.write(directory, name, onlyForMallory(source));
    LoginRulesOptions options =
        expected.reasons().contains(Reason.TIMED_OUT) ? PATIENT.withTimeout(TIMEOUT) : PATIENT;

    try (LoginRules rules = LoginRules.load(directory, options)) {
      LoginOutcome before = rules.run(ALICE);
      Denied denied = (Denied) rules.run(MALLORY);
      LoginOutcome after = rules.run(ALICE);

      assertThat(denied.rule()).isEqualTo(name);
      assertThat(denied.reason()).isIn(expected.reasons());
      assertThat(denied.message()).contains(expected.message()).hasSizeLessThan(400);
      if (denied.reason() != Reason.REFUSED && denied.reason() != Reason.REVOKED) {
        assertThat(denied.message()).startsWith(name + ":");
      }
      assertThat(before).isInstanceOf(Allowed.class);
      assertThat(after).isEqualTo(before);
    }
  }

  // Line numbers stay as they are.
  private static String onlyForMallory(String source) {
    return source.contains("exports.")
        ? source + ACTION_SUFFIX
        : RULE_PREFIX + source + "\n)(user, context, callback); }";
  }

  private record Expectation(List<Reason> reasons, String message) {

    static Expectation of(String source) {
      String line = source.lines().findFirst().orElseThrow().replace("// expect: ", "");
      List<Reason> reasons =
          Arrays.stream(line.split(" "))
              .takeWhile(word -> word.matches("[A-Z]+(_[A-Z]+)*"))
              .map(Reason::valueOf)
              .toList();
      int words = reasons.size();
      return new Expectation(
          reasons, String.join(" ", Arrays.stream(line.split(" ")).skip(words).toList()));
    }
  }
}
