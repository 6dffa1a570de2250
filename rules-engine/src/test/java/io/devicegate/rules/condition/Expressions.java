package io.devicegate.rules.condition;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A small schema, and the way from text to an expression over it. */
final class Expressions {

  static final Map<String, Object> PARAMS =
      Map.of("names", List.of("a", "b"), "limit", 3L, "cidrs", List.of("10.0.0.0/8"));
  static final Language LANGUAGE = new Language(Schema.of(Root.class), List.of(), Limits.DEFAULT);

  private Expressions() {}

  static Expression compile(String text) {
    List<Problem> problems = new ArrayList<>();
    return LANGUAGE
        .scope(PARAMS)
        .any(scalar(text), Set.of(), problems::add)
        .orElseThrow(() -> new AssertionError(text + " " + problems));
  }

  static List<String> problems(String text) {
    List<Problem> problems = new ArrayList<>();
    LANGUAGE.scope(PARAMS).any(scalar(text), Set.of(), problems::add);
    return problems.stream().map(Problem::toString).toList();
  }

  static Yaml.Scalar scalar(String text) {
    // A single-quoted scalar holds any text on one line.
    String yaml = "'" + text.replace("'", "''") + "'";
    return (Yaml.Scalar) Yaml.read(new RuleSource("test", yaml), p -> {}).get(0);
  }

  /** The variables. */
  record Root(
      Thing thing,
      List<Thing> things,
      Map<String, Object> claims,
      List<String> words,
      Instant now) {}

  /** A thing with a field of each type. */
  record Thing(
      String name,
      @Nullable String nick,
      long count,
      @Nullable Long rank,
      double weight,
      boolean good,
      Instant since,
      Duration age,
      List<String> tags,
      @Nullable Inner inner) {}

  /** A part of a thing. */
  record Inner(String label, @Nullable String note) {}
}
