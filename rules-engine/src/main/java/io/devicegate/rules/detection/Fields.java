package io.devicegate.rules.detection;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Takes values out of a YAML mapping and reports what is missing, unknown or of another kind. */
final class Fields {

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,6})([smhd])");

  private final Yaml.Mapping mapping;
  private final Consumer<Problem> problems;

  Fields(Yaml.Mapping mapping, Set<String> allowed, Consumer<Problem> problems) {
    this.mapping = mapping;
    this.problems = problems;
    mapping.entries().values().stream()
        .map(Yaml.Entry::key)
        .filter(key -> !allowed.contains(key.text()))
        .forEach(
            key ->
                problems.accept(
                    key.problem(
                        "unknown key '"
                            + key.text()
                            + "' (expected: one of "
                            + allowed.stream().sorted().toList()
                            + ")")));
  }

  boolean has(String key) {
    return mapping.entries().containsKey(key);
  }

  Problem problem(String message) {
    return mapping.problem(message);
  }

  /** Returns the text of a key that must be there. */
  Yaml.@Nullable Scalar scalar(String key, String expected) {
    Yaml value = mapping.find(key).orElse(null);
    if (value instanceof Yaml.Scalar scalar && !scalar.text().isBlank()) {
      return scalar;
    }
    missing(key, value, expected);
    return null;
  }

  String text(String key, String expected) {
    Yaml.Scalar scalar = scalar(key, expected);
    return scalar == null ? "" : scalar.text().strip();
  }

  String matching(String key, Pattern pattern, String expected) {
    Yaml.Scalar scalar = scalar(key, expected);
    if (scalar == null) {
      return "";
    }
    if (!pattern.matcher(scalar.text()).matches()) {
      problems.accept(
          scalar.problem(key + " '" + scalar.text() + "' (expected: " + expected + ")"));
    }
    return scalar.text();
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E otherwise) {
    List<String> names =
        Stream.of(type.getEnumConstants()).map(e -> e.name().toLowerCase(Locale.ROOT)).toList();
    Yaml.Scalar scalar = scalar(key, "one of " + names);
    if (scalar == null) {
      return otherwise;
    }
    if (!names.contains(scalar.text())) {
      problems.accept(
          scalar.problem(key + " '" + scalar.text() + "' (expected: one of " + names + ")"));
      return otherwise;
    }
    return Enum.valueOf(type, scalar.text().toUpperCase(Locale.ROOT));
  }

  Duration duration(String key, Duration least, Duration most) {
    String expected = "a time such as 90s, 15m, 2h or 7d, at most " + most.toSeconds() + "s";
    Yaml.Scalar scalar = scalar(key, expected);
    if (scalar == null) {
      return least;
    }
    Matcher matcher = DURATION.matcher(scalar.text());
    if (matcher.matches()) {
      Duration duration = Duration.ofSeconds(Long.parseLong(matcher.group(1)) * unit(matcher));
      if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
        return duration;
      }
    }
    problems.accept(scalar.problem(key + " '" + scalar.text() + "' (expected: " + expected + ")"));
    return least;
  }

  private static long unit(Matcher matcher) {
    return switch (matcher.group(2)) {
      case "s" -> 1;
      case "m" -> 60;
      case "h" -> 3_600;
      default -> 86_400;
    };
  }

  int number(String key, int least, int most) {
    String expected = "a whole number from " + least + " to " + most;
    Yaml.Scalar scalar = scalar(key, expected);
    if (scalar == null) {
      return least;
    }
    if (scalar.value() instanceof Long number && number >= least && number <= most) {
      return number.intValue();
    }
    problems.accept(scalar.problem(key + " '" + scalar.text() + "' (expected: " + expected + ")"));
    return least;
  }

  double share(String key) {
    String expected = "a share above 0 and at most 1, such as 0.8";
    Yaml.Scalar scalar = scalar(key, expected);
    if (scalar == null) {
      return 1;
    }
    if (scalar.value() instanceof Number number
        && number.doubleValue() > 0
        && number.doubleValue() <= 1) {
      return number.doubleValue();
    }
    problems.accept(scalar.problem(key + " '" + scalar.text() + "' (expected: " + expected + ")"));
    return 1;
  }

  /** Returns the texts of a list that must be there and may be empty. */
  List<Yaml.Scalar> texts(String key, String expected) {
    List<Yaml.Scalar> texts = new ArrayList<>();
    for (Yaml item : items(key, expected)) {
      if (item instanceof Yaml.Scalar scalar && !scalar.text().isBlank()) {
        texts.add(scalar);
      } else {
        problems.accept(item.problem(key + " (expected: " + expected + ")"));
      }
    }
    return texts;
  }

  List<Yaml> items(String key, String expected) {
    Yaml value = mapping.find(key).orElse(null);
    if (value instanceof Yaml.Sequence sequence) {
      return sequence.items();
    }
    missing(key, value, expected);
    return List.of();
  }

  @Nullable Fields fields(String key, Set<String> allowed, String expected) {
    Yaml value = mapping.find(key).orElse(null);
    if (value instanceof Yaml.Mapping found) {
      return new Fields(found, allowed, problems);
    }
    missing(key, value, expected);
    return null;
  }

  private void missing(String key, @Nullable Yaml value, String expected) {
    problems.accept(
        value == null
            ? mapping.problem("no " + key + " (expected: " + expected + ")")
            : value.problem(key + " (expected: " + expected + ")"));
  }
}
