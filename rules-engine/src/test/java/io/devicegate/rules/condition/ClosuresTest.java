package io.devicegate.rules.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClosuresTest {

  /** dev.cel's planner defines the language; the closures are only faster. */
  @Test
  void computesWhatThePlannerComputes() {
    List<String> differences = new ArrayList<>();
    int compiled = 0;
    int values = 0;
    for (int seed = 0; seed < 600; seed++) {
      RandomExpressions random = new RandomExpressions(seed);
      String text = random.bool(1 + seed % 4);
      Optional<Expression> expression =
          Expressions.LANGUAGE
              .scope(Expressions.PARAMS)
              .condition(Expressions.scalar(text), java.util.Set.of(), problem -> {});
      if (expression.isEmpty()) {
        continue;
      }
      compiled++;
      for (int i = 0; i < 5; i++) {
        Expressions.Root root = random.root();
        String ours = outcome(() -> expression.get().test(root));
        String theirs = outcome(() -> expression.get().evaluatePlanned(root));
        values += ours.equals("error") ? 0 : 1;
        if (!ours.equals(theirs)) {
          differences.add(text + " on " + root + ": " + ours + " but planner: " + theirs);
        }
      }
    }

    assertThat(differences).isEmpty();
    assertThat(compiled).isGreaterThan(400);
    assertThat(values).isGreaterThan(1_600);
  }

  /** Else a decision would not be made again: the order within a map is that of one process. */
  @Test
  void loopsOverTheKeysOfAMapInTheirOrder() {
    RandomExpressions random = new RandomExpressions(1);
    Expressions.Root one = random.root();
    Map<String, Object> claims = new LinkedHashMap<>();
    for (String key : List.of("q", "b", "Aa", "BB", "z", "C")) {
      claims.put(key, 1L);
    }
    Expressions.Root root =
        new Expressions.Root(one.thing(), one.things(), claims, one.words(), one.now());

    assertThat(Expressions.compile("claims.map(k, k)").evaluate(root))
        .isEqualTo(List.of("Aa", "BB", "C", "b", "q", "z"));
  }

  private static String outcome(java.util.function.Supplier<Object> evaluation) {
    try {
      return String.valueOf(evaluation.get());
    } catch (RuntimeException e) {
      return "error";
    }
  }
}
