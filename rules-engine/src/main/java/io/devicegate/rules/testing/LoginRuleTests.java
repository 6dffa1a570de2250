package io.devicegate.rules.testing;

import io.devicegate.rules.login.LoginRules;
import io.devicegate.rules.login.LoginRulesOptions;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs the {@code *_test.yaml} of login rules.
 *
 * <p>The tests of {@code x_test.yaml} see the script of {@code x.js} alone, in the sandbox that
 * runs it at a login.
 *
 * <pre>{@code
 * now: 2026-11-24T12:00:00Z
 * configuration: {LEVEL: high}
 * secrets: {KEY: not-a-real-one}
 * fixtures:
 *   tv: {context: {protocol: oauth2-device-code, clientID: sandbox-tv}}
 * tests:
 *   - name: a device needs a verified address
 *     use: [tv]
 *     with: {user: {user_id: auth0|1, email_verified: false}}
 *     expect: {outcome: deny, reason: refused, message: Verify your e-mail first.}
 *   - name: others do not
 *     matrix: {context.protocol: [oidc-basic-profile, samlp]}
 *     expect: {outcome: allow, access_token: {}, console: []}
 * }</pre>
 *
 * <p>A login has {@code user} and {@code context}, of which an Action's {@code event} is made, as
 * {@link io.devicegate.rules.login.LoginRequest} says; or it has {@code event} instead, with the
 * members that Auth0 documents. {@code expect} names {@code outcome}, {@code allow} or {@code
 * deny}, and may name {@code reason} and {@code message} of a denial; {@code access_token} and
 * {@code id_token}, the claims that were added; {@code scope}; {@code refresh_token}, its metadata;
 * {@code user}, as the script left it; {@code console}, what it printed.
 */
public final class LoginRuleTests {

  private static final TestFileReader.Format FORMAT =
      new TestFileReader.Format(
          Set.of("now", "configuration", "secrets", "fixtures", "tests"),
          Set.of(
              "outcome",
              "reason",
              "message",
              "access_token",
              "id_token",
              "scope",
              "refresh_token",
              "user",
              "console"),
          "outcome",
          now -> new LinkedHashMap<>());

  private LoginRuleTests() {}

  /**
   * Runs every test of a folder. A file without tests is a problem, and so are tests of nothing.
   *
   * @throws RuleCompilationException if a script or a test file is wrong
   */
  public static TestReport run(Path folder, LoginRulesOptions options) {
    return TestedFolder.run(
        folder, RuleFolder.SCRIPT, (rules, tests) -> run(rules, tests, options));
  }

  /**
   * Runs the tests of one file.
   *
   * @throws RuleCompilationException if the script or the test file is wrong
   */
  public static TestReport run(RuleSource script, RuleSource tests, LoginRulesOptions options) {
    Prepared prepared = prepare(tests, options);
    List<TestResult> results = new ArrayList<>();
    boolean acted = false;
    boolean idle = false;
    try (LoginRules rules = LoginRules.load(List.of(script), prepared.options())) {
      for (LoginTestCase test : prepared.cases()) {
        LoginTestCase.Outcome outcome = test.run(rules);
        results.add(outcome.result());
        acted |= outcome.acted();
        idle |= !outcome.acted();
      }
    }
    // A script is covered when it did something in one test and nothing in another.
    return new TestReport(
        results, List.of(new Coverage(script.file(), script.file(), acted, idle)));
  }

  /**
   * Runs two versions of a script on the logins of one file of tests. What the tests expect is not
   * looked at.
   *
   * @throws RuleCompilationException if a script or the test file is wrong
   */
  public static TestComparison compare(
      RuleSource before, RuleSource after, RuleSource tests, LoginRulesOptions options) {
    Prepared prepared = prepare(tests, options);
    List<TestComparison.Change> changes = new ArrayList<>();
    try (LoginRules was = LoginRules.load(List.of(before), prepared.options());
        LoginRules is = LoginRules.load(List.of(after), prepared.options())) {
      prepared.cases().forEach(test -> test.compare(was, is).ifPresent(changes::add));
    }
    return new TestComparison(prepared.cases().size(), changes);
  }

  private static Prepared prepare(RuleSource tests, LoginRulesOptions options) {
    List<Problem> problems = new ArrayList<>();
    List<LoginTestCase> cases = new ArrayList<>();
    for (TestFileReader.Draft draft : new TestFileReader(tests, FORMAT, problems::add).read()) {
      LoginTestCase.of(tests.file(), draft, problems::add).ifPresent(cases::add);
    }
    LoginRulesOptions known = settings(tests, options, problems);
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return new Prepared(cases, known);
  }

  private static LoginRulesOptions settings(
      RuleSource tests, LoginRulesOptions options, List<Problem> problems) {
    LoginRulesOptions known = options;
    for (Yaml document : Yaml.read(tests, problem -> {})) {
      if (document instanceof Yaml.Mapping file) {
        known =
            known
                .withConfiguration(texts(file, "configuration"))
                .withSecrets(texts(file, "secrets"));
        Optional<Yaml> now = file.find("now");
        if (now.isPresent()) {
          known = known.withClock(clock(now.get(), problems));
        }
      }
    }
    return known;
  }

  private static Map<String, String> texts(Yaml.Mapping file, String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (file.find(key).orElse(null) instanceof Yaml.Mapping mapping) {
      TestFileReader.data(mapping).forEach((name, value) -> texts.put(name, value.toString()));
    }
    return texts;
  }

  private static Clock clock(Yaml now, List<Problem> problems) {
    try {
      return Clock.fixed(Instant.parse(String.valueOf(now.data())), ZoneOffset.UTC);
    } catch (DateTimeException e) {
      problems.add(now.problem("now (expected: a time such as 2026-11-24T12:00:00Z)"));
      return Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    }
  }

  /** The tests of a file, and the settings that it gives to the script. */
  private record Prepared(List<LoginTestCase> cases, LoginRulesOptions options) {}
}
