package io.devicegate.rules.condition;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.Fuzz;
import io.devicegate.rules.source.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever a condition says, it compiles within its cost, or there are problems. */
class ConditionFuzzTest {

  private static final String[] TOKENS = {
    "thing",
    "things",
    "claims",
    "words",
    "now",
    "params",
    ".name",
    ".nick",
    ".count",
    ".good",
    ".tags",
    ".inner",
    ".note",
    ".names",
    ".limit",
    ".?nick",
    "[0]",
    "[?'k']",
    "['k']",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "?",
    "==",
    "!=",
    "<",
    ">=",
    "&&",
    "||",
    "!",
    "-",
    "+",
    "*",
    "/",
    "%",
    "in",
    "'a'",
    "\"b\"",
    "r'\\d'",
    "b'x'",
    "1",
    "9223372036854775808",
    "1u",
    "1.5",
    "1e999",
    "true",
    "null",
    "has(",
    "size(",
    "duration('1h')",
    "timestamp(",
    ".exists(x, ",
    ".all(x, ",
    ".map(x, ",
    ".filter(x, ",
    "x",
    ".orValue(",
    ".hasValue()",
    ".matches('(a+)+$')",
    ".startsWith(",
    "ip_in(",
    "cidr('10.0.0.0/8')",
    "path_matches(",
    "optional.of(",
    "type(",
    "dyn(",
    "string(",
    "int(",
    "@result",
    "__x__",
    "devicegate.Inner{",
    "//"
  };

  @Test
  void compilesAnyTokensOrSaysWhyNot() {
    int compiled = 0;
    for (int seed = 0; seed < Fuzz.rounds(4_000); seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      for (int tokens = 1 + random.nextInt(12); tokens > 0; tokens--) {
        text.append(TOKENS[random.nextInt(TOKENS.length)]).append(random.nextBoolean() ? " " : "");
      }
      compiled += compiles(text.toString(), seed) ? 1 : 0;
    }
    assertThat(compiled).isPositive();
  }

  @Test
  void compilesMutatedConditionsOrSaysWhyNot() {
    int compiled = 0;
    int rounds = Fuzz.rounds(1_500);
    for (int seed = 0; seed < rounds; seed++) {
      RandomExpressions expressions = new RandomExpressions(seed);
      String text =
          Fuzz.mutate(expressions.bool(3), expressions.bool(2), new Random(seed))
              .replaceAll("[\\p{Cntrl}\u2028\u0085\ufeff\\p{Cs}]", " ");
      compiled += compiles(text, seed) ? 1 : 0;
    }
    assertThat(compiled).isBetween(1, rounds - 1);
  }

  private static boolean compiles(String text, int seed) {
    List<Problem> problems = new ArrayList<>();
    Optional<Expression> expression =
        Expressions.LANGUAGE
            .scope(Expressions.PARAMS)
            .any(Expressions.scalar(text), Set.of(), problems::add);
    assertThat(problems.isEmpty()).as("seed %s: %s", seed, text).isEqualTo(expression.isPresent());
    expression.ifPresent(
        found -> {
          assertThat(found.cost()).isLessThanOrEqualTo(Limits.DEFAULT.maxCost());
          Expressions.Root root = new RandomExpressions(seed).root();
          assertThat(outcome(() -> found.evaluate(root)))
              .as("seed %s: %s", seed, text)
              .isEqualTo(outcome(() -> found.evaluatePlanned(root)));
        });
    return expression.isPresent();
  }

  private static String outcome(java.util.function.Supplier<Object> evaluation) {
    try {
      return String.valueOf(evaluation.get());
    } catch (ConditionError e) {
      return "error";
    }
  }
}
