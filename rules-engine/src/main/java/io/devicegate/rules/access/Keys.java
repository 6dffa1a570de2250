package io.devicegate.rules.access;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes values out of YAML mappings and reports what is not as expected. */
final class Keys {

  private final Consumer<Problem> problems;

  Keys(Consumer<Problem> problems) {
    this.problems = problems;
  }

  Yaml.@Nullable Mapping mapping(Yaml.Mapping parent, String key) {
    Yaml value = parent.find(key).orElse(null);
    if (value instanceof Yaml.Mapping mapping) {
      return mapping;
    }
    problems.accept(
        value == null
            ? parent.problem("no " + key + " (expected: " + key + ": with keys below it)")
            : value.problem(key + ": no keys below it (expected: a mapping)"));
    return null;
  }

  Yaml.@Nullable Scalar scalar(Yaml.Mapping parent, String key) {
    Yaml value = parent.find(key).orElse(null);
    if (value == null || value instanceof Yaml.Scalar) {
      return (Yaml.Scalar) value;
    }
    problems.accept(value.problem(key + " (expected: text)"));
    return null;
  }

  /** Returns one of the values that a key may have, the first when it is not there. */
  String choice(Yaml.Mapping parent, String key, List<String> allowed) {
    Yaml.Scalar value = scalar(parent, key);
    if (value == null) {
      return allowed.get(0);
    }
    if (!allowed.contains(value.text())) {
      problems.accept(
          value.problem(
              key
                  + " '"
                  + value.text()
                  + "' (expected: one of "
                  + allowed.stream().filter(one -> !one.isEmpty()).toList()
                  + ")"));
      return allowed.get(0);
    }
    return value.text();
  }

  /** Tells whether a policy, a rule or a match is in shadow by its own {@code mode}. */
  boolean isShadow(Yaml.Mapping part) {
    return choice(part, "mode", List.of("enforce", "shadow")).equals("shadow");
  }

  void keys(Yaml.Mapping mapping, Set<String> allowed) {
    keys(mapping, allowed, Map.of());
  }

  /**
   * Reports every key that is not allowed; what some of them could mean has a message of its own.
   */
  void keys(Yaml.Mapping mapping, Set<String> allowed, Map<String, String> messages) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!allowed.contains(key)) {
                String expected = " (expected: one of " + allowed.stream().sorted().toList() + ")";
                problems.accept(
                    entry
                        .key()
                        .problem(
                            messages.getOrDefault(key, "unknown key '" + key + "'" + expected)));
              }
            });
  }
}
