package io.devicegate.rules.testing;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.Decision;
import io.devicegate.rules.access.Obligations;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request and what is expected of it.
 *
 * @param expected by its key in the file: {@code effect}, {@code rule}, {@code reason}, {@code
 *     explanation}, {@code obligations}, {@code failures}; what is not named is not looked at
 */
record TestCase(
    String file, int line, String name, AccessRequest request, Map<String, Object> expected) {

  TestResult check(Decision decision) {
    Map<String, Object> actual = describe(decision);
    List<String> failures = new ArrayList<>();
    expected.forEach(
        (key, value) -> {
          Object found = actual.get(key);
          if (!Objects.equals(value, found)) {
            failures.add(key + ": " + found + " (expected: " + value + ")");
          }
        });
    // A policy that fails is never what a test meant, unless it says so.
    if (!expected.containsKey("failures") && !decision.failures().isEmpty()) {
      failures.add("failures: " + decision.failures() + " (expected: none)");
    }
    return new TestResult(file, line, name, failures);
  }

  private static Map<String, Object> describe(Decision decision) {
    Map<String, Object> description = new LinkedHashMap<>();
    boolean silent = decision.rule().isEmpty();
    description.put(
        "effect", silent ? "none" : decision.effect().name().toLowerCase(java.util.Locale.ROOT));
    description.put("rule", decision.rule());
    description.put("reason", decision.reason());
    description.put("explanation", decision.explanation());
    description.put("obligations", describe(decision.obligations()));
    description.put("failures", decision.failures().stream().map(f -> f.policy()).toList());
    return description;
  }

  private static Map<String, Object> describe(Obligations obligations) {
    Map<String, Object> description = new LinkedHashMap<>();
    put(description, "headers", obligations.headers().isEmpty() ? null : obligations.headers());
    put(
        description,
        "drop_scopes",
        obligations.dropScopes().isEmpty() ? null : List.copyOf(obligations.dropScopes()));
    put(description, "rate_class", obligations.rateClass());
    put(description, "required_acr", obligations.requiredAcr());
    put(
        description,
        "max_age",
        obligations.maxAge() == null ? null : obligations.maxAge().toString());
    return description;
  }

  private static void put(Map<String, Object> description, String key, @Nullable Object value) {
    if (value != null) {
      description.put(key, value);
    }
  }
}
