package io.devicegate.rules.access;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
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

  void keys(Yaml.Mapping mapping, Set<String> allowed) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!allowed.contains(key)) {
                problems.accept(
                    entry
                        .key()
                        .problem(
                            "unknown key '"
                                + key
                                + "' (expected: one of "
                                + allowed.stream().sorted().toList()
                                + ")"));
              }
            });
  }
}
