package io.devicegate.rules.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.Fuzz;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.testing.AccessRuleTests;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the files hold, the answer is a set of rules or a list of problems. */
class AccessFuzzTest {

  private static final List<String> FILES = Fuzz.shipped("access");

  @Test
  void compilesAnyPolicyOrSaysWhyNot() {
    int refused = 0;
    int rounds = Fuzz.rounds(600);
    for (int seed = 0; seed < rounds; seed++) {
      try {
        TestRequests.rules(mutated(seed).replace("mode: shadow", "mode: enforce"))
            .decide(TestRequests.television());
      } catch (RuleCompilationException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty().isSorted();
      }
    }
    assertThat(refused).isBetween(1, rounds - 1);
  }

  @Test
  void runsAnyTestsOrSaysWhyNot() {
    RuleSource policy =
        new RuleSource("x.yaml", "name: x\nrule: {match: [{output: deny('closed')}]}\n");
    int refused = 0;
    int rounds = Fuzz.rounds(600);
    for (int seed = 0; seed < rounds; seed++) {
      try {
        RuleSource tests = new RuleSource("x_test.yaml", mutated(seed));
        assertThat(AccessRuleTests.run(policy, tests, AccessRulesOptions.defaults()).results())
            .isNotEmpty();
      } catch (RuleCompilationException e) {
        refused++;
        assertThat(e.problems()).isNotEmpty().isSorted();
      }
    }
    assertThat(refused).isBetween(1, rounds - 1);
  }

  private static String mutated(int seed) {
    Random random = new Random(seed);
    String one = FILES.get(random.nextInt(FILES.size()));
    return Fuzz.mutate(one, FILES.get(random.nextInt(FILES.size())), random);
  }
}
