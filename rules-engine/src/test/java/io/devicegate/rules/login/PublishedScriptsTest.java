package io.devicegate.rules.login;

import static io.devicegate.rules.login.TestLogins.PATIENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicegate.rules.login.LoginOutcome.Allowed;
import io.devicegate.rules.login.LoginOutcome.Denied;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** Runs what Auth0 has published, unchanged, and holds it to {@code auth0-corpus/expected.yaml}. */
class PublishedScriptsTest {

  private static final Map<String, Object> EXPECTED = expected();
  private static final String NOW = "2026-11-25T12:00:00Z";

  @TempDir private Path directory;

  static Stream<List<Case>> scripts() {
    Map<Key, List<Case>> byOptions = new LinkedHashMap<>();
    for (Object each : (List<?>) requireNonNull(EXPECTED.get("cases"))) {
      Case one = Case.of((Map<?, ?>) each);
      byOptions.computeIfAbsent(one.key(), key -> new ArrayList<>()).add(one);
    }
    return byOptions.values().stream();
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void runsWithTheResultOfAuth0(List<Case> cases) throws IOException {
    Key key = cases.get(0).key();
    TestLogins.write(directory, "rule.js", source(key.file()));
    LoginRulesOptions options =
        PATIENT
            .withConfiguration(key.configuration())
            .withSecrets(key.secrets())
            .withClock(Clock.fixed(Instant.parse(key.now()), ZoneOffset.UTC));
    try (LoginRules rules = LoginRules.load(directory, options)) {
      for (Case one : cases) {
        assertOutcome(rules.run(one.login()), one);
        assertThat(rules.remarks().stream().map(Problem::message).collect(Collectors.joining()))
            .contains(one.text("remark"));
      }
    }
  }

  @Test
  void refusesTheOthersAtLoadWithTheReason() throws IOException {
    Map<?, ?> refused = section(EXPECTED, "refused");
    for (Object file : refused.keySet()) {
      TestLogins.write(directory, flat(file), source((String) file));
    }

    RuleCompilationException problems =
        catchThrowableOfType(
            RuleCompilationException.class, () -> LoginRules.load(directory, PATIENT));

    refused.forEach(
        (file, reason) ->
            assertThat(problems.problems())
                .as("%s", file)
                .anyMatch(
                    problem ->
                        problem.file().equals(flat(file))
                            && problem.message().contains((String) reason)));
  }

  @Test
  void leavesNoneOut() throws IOException {
    Set<String> known =
        scripts().map(cases -> cases.get(0).key().file()).collect(Collectors.toSet());
    section(EXPECTED, "refused").keySet().forEach(file -> known.add((String) file));

    assertThat(files("rules")).hasSize(88).isSubsetOf(known);
    assertThat(files("actions")).hasSize(48).isSubsetOf(known);
    assertThat(known).hasSize(136);
  }

  private static void assertOutcome(LoginOutcome outcome, Case one) {
    String expected = one.text("expect");
    if (!expected.equals("allowed")) {
      Denied denied = (Denied) outcome;
      assertThat(denied.reason() + " " + denied.message())
          .as("%s", one)
          .startsWith(expected.split(" ", 2)[0]);
      assertThat(denied.message())
          .contains(expected.contains(" ") ? expected.split(" ", 2)[1] : "");
      return;
    }
    assertThat(outcome).as("%s", one).isInstanceOf(Allowed.class);
    Allowed allowed = (Allowed) outcome;
    assertMatches(allowed.idTokenClaims(), one.object("idToken"));
    assertMatches(allowed.accessTokenClaims(), one.object("accessToken"));
    assertMatches(allowed.effects().appMetadata(), one.object("appMetadata"));
    assertMatches(allowed.effects().userMetadata(), one.object("userMetadata"));
    one.object("user")
        .forEach((name, value) -> assertThat(allowed.user().get(name)).isEqualTo(value));
    assertThat(allowed.effects().sessionExpiresAt().map(Instant::toString).orElse(""))
        .isEqualTo(one.text("sessionExpiresAt"));
  }

  private static void assertMatches(Map<String, Object> actual, Map<String, Object> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, value) -> {
          if (value instanceof String text && text.startsWith("~")) {
            assertThat(String.valueOf(actual.get(name))).matches(text.substring(1));
          } else {
            assertThat(actual).containsEntry(name, value);
          }
        });
  }

  private static String flat(Object file) {
    return ((String) file).replace('/', '-');
  }

  private static Set<String> files(String folder) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources/auth0-corpus", folder))) {
      return files
          .map(file -> folder + "/" + file.getFileName())
          .filter(name -> name.endsWith(".js"))
          .collect(Collectors.toSet());
    }
  }

  private static String source(String file) throws IOException {
    return Files.readString(Path.of("src/test/resources/auth0-corpus", file));
  }

  private static Map<?, ?> section(Map<String, Object> parent, String name) {
    return (Map<?, ?>) requireNonNull(parent.get(name), name);
  }

  private static Map<String, Object> expected() {
    try (InputStream in =
        PublishedScriptsTest.class.getResourceAsStream("/auth0-corpus/expected.yaml")) {
      return new Yaml().load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a set is loaded with. */
  private record Key(
      String file, Map<String, String> configuration, Map<String, String> secrets, String now) {}

  /** One login and how it ends. */
  private record Case(Map<String, Object> yaml) {

    static Case of(Map<?, ?> yaml) {
      Map<String, Object> copy = new LinkedHashMap<>();
      yaml.forEach((name, value) -> copy.put((String) name, value));
      return new Case(copy);
    }

    Key key() {
      String now = text("now");
      return new Key(
          text("file"), texts("configuration"), texts("secrets"), now.isEmpty() ? NOW : now);
    }

    String text(String name) {
      return Optional.ofNullable(yaml.get(name)).map(Object::toString).orElse("");
    }

    Map<String, Object> object(String name) {
      return yaml.get(name) instanceof Map<?, ?> map ? copy(map) : Map.of();
    }

    LoginRequest login() {
      Map<String, Object> login = copy(section(EXPECTED, "login"));
      object("with").forEach((path, value) -> put(login, path, value));
      return new LoginRequest(copy(section(login, "user")), copy(section(login, "context")));
    }

    private Map<String, String> texts(String name) {
      Map<String, String> texts = new LinkedHashMap<>();
      object(name).forEach((key, value) -> texts.put(key, (String) value));
      return texts;
    }

    private static void put(Map<String, Object> parent, String path, Object value) {
      int dot = path.indexOf('.');
      if (dot < 0) {
        parent.put(path, value);
        return;
      }
      String name = path.substring(0, dot);
      Map<String, Object> child = copy(section(parent, name));
      put(child, path.substring(dot + 1), value);
      parent.put(name, child);
    }

    private static Map<String, Object> copy(Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach((name, value) -> copy.put((String) name, value));
      return copy;
    }

    @Override
    public String toString() {
      return text("file") + " " + object("with") + " " + text("expect");
    }
  }
}
