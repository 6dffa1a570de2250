package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.rules.login.Auth0Member.Support;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.source.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds scripts, messages and the documents to {@code members.txt}. */
class Auth0MemberTest {

  private static final String ACTION = "exports.onExecutePostLogin = async (event, api) => { %s };";
  private static final Path PAGE = Path.of("../docs/reference/auth0-compatibility.md");
  private static final String BEGIN = "<!-- members: written by Auth0MemberTest -->";
  private static final String END = "<!-- end of members -->";

  @TempDir private Path directory;

  static Stream<String> functions(Support support) {
    return Auth0Member.all().stream()
        .filter(member -> member.support() == support)
        .map(Auth0Member::path)
        .filter(path -> path.startsWith("api."));
  }

  static Stream<String> supported() {
    return functions(Support.SUPPORTED);
  }

  static Stream<String> refused() {
    return functions(Support.REFUSED);
  }

  static Stream<String> ignored() {
    return functions(Support.IGNORED);
  }

  @Test
  void supportedAndIgnoredFunctionsAreThere() {
    List<String> paths = Stream.concat(supported(), ignored()).toList();
    String typeofs = String.join(", ", paths.stream().map("typeof %s"::formatted).toList());
    TestLogins.write(
        directory, ACTION.formatted("api.idToken.setCustomClaim('types', [" + typeofs + "])"));
    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      LoginOutcome.Allowed allowed = (LoginOutcome.Allowed) rules.run(deviceLogin());
      List<?> types = (List<?>) allowed.idTokenClaims().get("types");
      assertThat(types).hasSize(paths.size()).allMatch("function"::equals);
    }
  }

  @ParameterizedTest
  @MethodSource("refused")
  void aRefusedFunctionIsNamedAtLoadAndAtLogin(String path) {
    String message = Auth0Member.refusal(path);
    TestLogins.write(directory, ACTION.formatted(path + "()"));
    assertThatThrownBy(() -> LoginRules.load(directory, PATIENT))
        .hasMessage("01.js:1:54: " + message);

    String hidden = path.replaceFirst("api", "other");
    assertThat(((Denied) run("const other = api; " + hidden + "()")).message())
        .endsWith("threw Error: " + message);
  }

  @Test
  void anUnknownFunctionIsNamedToo() {
    TestLogins.write(directory, ACTION.formatted("api.magic.wand()"));
    String message =
        "api.magic.wand is not supported by login rules here: Auth0 documents no such member";
    assertThatThrownBy(() -> LoginRules.load(directory, PATIENT))
        .hasMessage("01.js:1:54: " + message);
    assertThat(((Denied) run("api.magic?.wand()")).message()).endsWith("threw Error: " + message);
  }

  @Test
  void whatIsIgnoredIsSaidAtLoad() {
    List<String> calls = ignored().map(path -> path + "('a', 'b');").toList();
    TestLogins.write(directory, "01.js", ACTION.formatted(String.join(" ", calls)));
    TestLogins.write(
        directory,
        "02.js",
        """
        function (user, context, callback) {
          context.jwtConfiguration = { lifetimeInSeconds: 60 };
          if (auth0.accessToken === undefined) context.samlConfiguration.a = 1;
          context.samlConfiguration.b = 2;
          callback(null, user, context);
        }
        """);
    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      assertThat(rules.run(deviceLogin())).isInstanceOf(LoginOutcome.Allowed.class);
      assertThat(rules.remarks().stream().filter(remark -> remark.file().equals("01.js")))
          .hasSize(calls.size())
          .allMatch(remark -> remark.message().contains(" has no effect here: "));
      assertThat(rules.remarks().stream().filter(remark -> remark.file().equals("02.js")))
          .extracting(Problem::toString)
          .containsExactly(
              "02.js:2:3: context.jwtConfiguration has no effect here: Auth0 ignores it for clients"
                  + " that conform to OpenID Connect",
              "02.js:3:7: auth0.accessToken has no effect here: no token of the Management API is"
                  + " given out",
              "02.js:3:40: context.samlConfiguration has no effect here: no SAML answer comes out"
                  + " of a device login");
    }
  }

  /** {@code -Ddevicegate.docs.write=true} writes it again. */
  @Test
  void thePageListsEveryMember() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String object : List.of("user", "context", "event", "api", "auth0")) {
      lines.add("");
      lines.add("### `" + object + "`");
      lines.add("");
      lines.add("| member | here | note |");
      lines.add("|---|---|---|");
      Auth0Member.all().stream()
          .filter(member -> member.path().startsWith(object + "."))
          .map(Auth0MemberTest::row)
          .forEach(lines::add);
    }
    lines.add("");
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    String written = "\n" + String.join("\n", lines) + "\n";
    if (Boolean.getBoolean("devicegate.docs.write")) {
      Files.writeString(PAGE, page.substring(0, begin) + written + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end)).isEqualTo(written);
  }

  private static String row(Auth0Member member) {
    return "| `%s` | %s | %s |"
        .formatted(member.path(), member.support().name().toLowerCase(Locale.ROOT), member.note());
  }

  private LoginOutcome run(String statements) {
    return TestLogins.run(directory, deviceLogin(), ACTION.formatted(statements));
  }
}
