package io.devicegate.rules.testing;

import io.devicegate.rules.login.LoginOutcome;
import io.devicegate.rules.login.LoginRequest;
import io.devicegate.rules.login.LoginRules;
import io.devicegate.rules.source.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One login and what is expected of it.
 *
 * @param expected by its key in the file; what is not named is not looked at
 */
record LoginTestCase(
    String file, int line, String name, LoginRequest login, Map<String, Object> expected) {

  static Optional<LoginTestCase> of(
      String file, TestFileReader.Draft draft, Consumer<Problem> problems) {
    if (!draft.input().keySet().equals(Set.of("user", "context"))
        || !(draft.input().get("user") instanceof Map<?, ?> user)
        || !(draft.input().get("context") instanceof Map<?, ?> context)) {
      problems.accept(draft.at().problem("login (expected: user: and context: with keys below)"));
      return Optional.empty();
    }
    return Optional.of(
        new LoginTestCase(
            file,
            draft.at().line(),
            draft.name(),
            new LoginRequest(strings(user), strings(context)),
            draft.expected()));
  }

  Outcome run(LoginRules rules) {
    List<String> console = Collections.synchronizedList(new ArrayList<>());
    LoginOutcome outcome = rules.run(login, console::add);
    Map<String, Object> actual = describe(outcome, List.copyOf(console));
    List<String> failures = new ArrayList<>();
    expected.forEach(
        (key, value) -> {
          Object found = actual.get(key);
          if (!Objects.equals(plain(value), found)) {
            failures.add(key + ": " + found + " (expected: " + value + ")");
          }
        });
    return new Outcome(new TestResult(file, line, name, failures), acted(outcome));
  }

  private boolean acted(LoginOutcome outcome) {
    return !(outcome instanceof LoginOutcome.Allowed allowed)
        || !allowed.accessTokenClaims().isEmpty()
        || !allowed.idTokenClaims().isEmpty()
        || allowed.scope().isPresent()
        || !allowed.refreshTokenMetadata().isEmpty()
        || !Objects.equals(plain(allowed.user()), plain(login.user()));
  }

  private static Map<String, Object> describe(LoginOutcome outcome, List<String> console) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("console", console);
    if (outcome instanceof LoginOutcome.Denied denied) {
      description.put("outcome", "deny");
      description.put("reason", denied.reason().name().toLowerCase(Locale.ROOT));
      description.put("message", denied.message());
      return description;
    }
    LoginOutcome.Allowed allowed = (LoginOutcome.Allowed) outcome;
    description.put("outcome", "allow");
    put(description, "access_token", allowed.accessTokenClaims());
    put(description, "id_token", allowed.idTokenClaims());
    put(description, "scope", allowed.scope().orElse(null));
    put(description, "refresh_token", allowed.refreshTokenMetadata());
    put(description, "user", allowed.user());
    return description;
  }

  private static void put(Map<String, Object> description, String key, @Nullable Object value) {
    Object plain = plain(value);
    if (plain != null) {
      description.put(key, plain);
    }
  }

  /** A number is the same whether a script or a file wrote it. */
  private static @Nullable Object plain(@Nullable Object value) {
    if (value instanceof Number number && number.doubleValue() == number.longValue()) {
      return number.longValue();
    }
    if (value instanceof List<?> list) {
      List<@Nullable Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(plain(item)));
      return copy;
    }
    return value instanceof Map<?, ?> map ? plainMap(map) : value;
  }

  private static Map<String, @Nullable Object> plainMap(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(String.valueOf(key), plain(item)));
    return copy;
  }

  private static Map<String, Object> strings(Map<?, ?> map) {
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach((key, item) -> copy.put(String.valueOf(key), item));
    return copy;
  }

  /**
   * What came of the test.
   *
   * @param acted whether the script denied, or changed anything
   */
  record Outcome(TestResult result, boolean acted) {}
}
