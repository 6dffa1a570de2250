package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static io.devicegate.rules.login.TestLogins.deviceLogin;
import static io.devicegate.rules.login.TestLogins.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {

  private static final String RULE =
      "function (user, context, callback) { callback(null, user, context); }";

  @TempDir private Path directory;

  @BeforeEach
  void ignoresOtherFiles() throws IOException {
    write(directory, "README.md", "not a rule");
    Files.createDirectory(directory.resolve("folder.js"));
  }

  @Test
  void takesEveryFormOfARuleAndAnAction() {
    write(
        directory,
        RULE,
        "\uFEFF// a comment\n/* and another */\n" + RULE,
        "function named(user, context, callback) { callback(null, user, context); }",
        "async function (user, context, callback) { callback(null, user, context); }",
        "(user, context, callback) => callback(null, user, context);\n",
        "exports.onExecutePostLogin = async (event, api) => {};",
        "exports.onExecutePostLogin = async (event, api) => {}",
        "module.exports = { async onExecutePostLogin(event, api) {} };",
        "const claim = 'a';\nasync function go(event, api) {}\nexports.onExecutePostLogin = go;",
        "function (user, context, callback) { implicit = 1; with (user) callback(null); } // sloppy");

    try (LoginRules rules = LoginRules.load(directory, PATIENT)) {
      assertThat(rules.isEmpty()).isFalse();
      assertThat(rules.names()).hasSize(10).startsWith("01.js", "02.js").endsWith("10.js");
      assertThat(rules.run(deviceLogin())).isInstanceOf(Allowed.class);
    }
  }

  @Test
  void reportsEveryProblemOfEveryFileWithItsPlace() throws IOException {
    write(
        directory,
        "function (user, context, callback) {\n  if (;\n}",
        "exports.onExecutePostLogin = async (event, api) => {\n  const a = ;\n};",
        "",
        "  // only a comment\n",
        "const answer = 42;",
        "exports.onContinuePostLogin = async () => {};",
        "async function onExecutePostLogin(event, api) {}",
        "const _ = require('left-pad');\nexports.onExecutePostLogin = async () => {};",
        "\n  let a = b;\nexports.onExecutePostLogin = async () => {};",
        RULE,
        "function (user, context, callback) {",
        "for (;;) {}");
    Files.write(directory.resolve("13.js"), new byte[] {(byte) 0xc3, 0x28});

    assertThat(problems()).hasMessage("13.js: cannot be read: not UTF-8");
    Files.delete(directory.resolve("13.js"));
    assertThat(problems().problems().stream().map(Problem::toString))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("01.js:2: SyntaxError: "),
            line -> assertThat(line).startsWith("02.js:2: SyntaxError: "),
            line -> assertThat(line).startsWith("03.js: no code (expected: a Rule, "),
            line -> assertThat(line).startsWith("04.js: no code"),
            line -> assertThat(line).contains("05.js", "neither a Rule nor an Action", "expected"),
            line -> assertThat(line).contains("06.js", "exports no onExecutePostLogin"),
            line -> assertThat(line).contains("07.js", "is not exported"),
            line -> assertThat(line).contains("08.js:1:11", "Cannot find module 'left-pad'"),
            line -> assertThat(line).contains("09.js", "b is not defined"),
            line -> assertThat(line).startsWith("11.js:1"),
            line -> assertThat(line).contains("12.js", "it did not finish within"));
  }

  @Test
  void refusesWhatCouldNotRunWhereItStands() {
    write(
        directory,
        "function (user, context, callback) {\n  const _ = require('lodash@3.10.1');\n}",
        "function (user, context, callback) { require('a' + user.b); require(`fs`); }",
        "exports.onExecutePostLogin = async () => { const fs = await import('fs'); };",
        "exports.onExecutePreUserRegistration = async () => { require('axios'); };",
        "module.exports = { async onExecutePreUserRegistration() {} };",
        "exports.onExecutePostLogin = async (event, api) => {\n  api.roles.getUserEffectiveRoles();\n};",
        "function (user, context, callback) { context.primaryUser = user.user_id; callback(null); }",
        RULE + " // require('mongodb')",
        "function (user, context, callback) { const a = 'require(1)'; callback(null, a.require(a)); }");

    assertThat(problems().problems().stream().map(Problem::toString))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("01.js:2:13: Cannot find module 'lodash@3.10.1'"),
            line -> assertThat(line).startsWith("02.js:1:38: require of a name that is computed"),
            line ->
                assertThat(line).startsWith("02.js:1:61: Cannot find module 'fs': a script has"),
            line -> assertThat(line).startsWith("03.js:1:61: import(…) is not supported"),
            line -> assertThat(line).startsWith("04.js:1:9: onExecutePreUserRegistration is for"),
            line -> assertThat(line).contains("05.js", "onExecutePreUserRegistration is for"),
            line ->
                assertThat(line).startsWith("06.js:2:3: api.roles.getUserEffectiveRoles is not"),
            line ->
                assertThat(line).startsWith("07.js:1:38: context.primaryUser is not supported"));
  }

  @Test
  void refusesAFileThatIsTooLarge() {
    write(directory, "large.js", "/*" + "a".repeat(102_400) + "*/" + RULE);

    assertThat(problems()).hasMessage("large.js: cannot be read: larger than 100 KB");
  }

  @Test
  void isEmptyWithoutAFolderOrFile() {
    for (Path folder : new Path[] {directory, directory.resolve("missing")}) {
      try (LoginRules rules = LoginRules.load(folder, PATIENT)) {
        assertThat(rules.isEmpty()).isTrue();
        assertThat(rules.names()).isEmpty();
        assertThat(rules.run(deviceLogin()))
            .isInstanceOfSatisfying(
                Allowed.class,
                allowed -> assertThat(allowed.user()).isEqualTo(deviceLogin().user()));
      }
    }
  }

  @Test
  void digestTellsNamesAndContentsApart() {
    write(directory, "a.js", RULE);
    String first = digest();
    String same = digest();
    write(directory, "a.js", RULE + " ");
    String changed = digest();

    assertThat(first).startsWith("sha256:").hasSize(71).isEqualTo(same).isNotEqualTo(changed);
  }

  private String digest() {
    return RuleFile.digestOf(RuleFile.readAll(directory));
  }

  private RuleCompilationException problems() {
    return catchThrowableOfType(
        RuleCompilationException.class, () -> LoginRules.load(directory, PATIENT));
  }
}
