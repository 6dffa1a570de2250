package io.devicegate.rules.condition;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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

  private static String outcome(java.util.function.Supplier<Object> evaluation) {
    try {
      return String.valueOf(evaluation.get());
    } catch (RuntimeException e) {
      return "error";
    }
  }
}
