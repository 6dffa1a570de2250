package io.devicegate.rules.testing;

import io.devicegate.rules.login.LoginOutcome;
import io.devicegate.rules.login.LoginRequest;
import io.devicegate.rules.login.LoginRules;
import io.devicegate.rules.source.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One login and what is expected of it.
 *
 * @param expected by its key in the file; what is not named is not looked at
 */
record LoginTestCase(
    String file, int line, String name, LoginRequest login, Map<String, Object> expected) {

  private static final String EVENT = "event";
  private static final String NONE = "none";
  private static final String OUTCOME = "outcome";
  private static final List<String> KEYS = List.of("context", EVENT, "user");

  static Optional<LoginTestCase> of(
      String file, TestFileReader.Draft draft, Consumer<Problem> problems) {
    return login(draft.input(), problem -> problems.accept(draft.at().problem(problem)))
        .map(
            login ->
                new LoginTestCase(file, draft.at().line(), draft.name(), login, draft.expected()));
  }

  /** Reads a login: a user and a context, or the event that an Action gets of them. */
  private static Optional<LoginRequest> login(
      Map<String, Object> input, Consumer<String> problems) {
    List<String> found = new ArrayList<>();
    Object event = input.get(EVENT);
    Set<String> unknown = new TreeSet<>(input.keySet());
    unknown.removeAll(KEYS);
    unknown.forEach(key -> found.add("login with " + key + ": (expected: one of " + KEYS + ")"));
    LoginRequest login = null;
    if (input.containsKey(EVENT) && input.size() > 1 + unknown.size()) {
      found.add(
          "login with event: beside user: or context: (expected: event: alone, or those two)");
    } else if (event instanceof Map<?, ?> members) {
      login = LoginEvent.login(members, found::add);
    } else if (input.containsKey(EVENT)) {
      found.add("event: " + event + " (expected: keys below)");
    } else if (input.getOrDefault("user", Map.of()) instanceof Map<?, ?> user
        && input.getOrDefault("context", Map.of()) instanceof Map<?, ?> context) {
      login = new LoginRequest(strings(user), strings(context));
    } else {
      found.add("login (expected: user: and context: with keys below)");
    }
    found.forEach(problems);
    return found.isEmpty() ? Optional.ofNullable(login) : Optional.empty();
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

  /** Returns what differs between the outcomes by two scripts; nothing when they are the same. */
  Optional<TestComparison.Change> compare(LoginRules before, LoginRules after) {
    Map<String, Object> was = outcome(before);
    Map<String, Object> is = outcome(after);
    Set<String> keys = new LinkedHashSet<>(List.of(OUTCOME));
    // A denial has other keys than a pass; then the rest is of no interest.
    if (Objects.equals(was.get(OUTCOME), is.get(OUTCOME))) {
      keys.addAll(was.keySet());
      keys.addAll(is.keySet());
    }
    List<String> changes = new ArrayList<>();
    for (String key : keys) {
      Object old = was.getOrDefault(key, NONE);
      Object found = is.getOrDefault(key, NONE);
      if (!old.equals(found)) {
        changes.add(key + ": " + old + " -> " + found);
      }
    }
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(new TestComparison.Change(file, line, name, String.join(", ", changes)));
  }

  private Map<String, Object> outcome(LoginRules rules) {
    List<String> console = Collections.synchronizedList(new ArrayList<>());
    LoginOutcome outcome = rules.run(login, console::add);
    return describe(outcome, List.copyOf(console));
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
      description.put(OUTCOME, "deny");
      description.put("reason", denied.reason().name().toLowerCase(Locale.ROOT));
      description.put("message", denied.message());
      return description;
    }
    LoginOutcome.Allowed allowed = (LoginOutcome.Allowed) outcome;
    description.put(OUTCOME, "allow");
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
