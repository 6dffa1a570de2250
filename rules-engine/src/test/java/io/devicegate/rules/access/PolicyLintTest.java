package io.devicegate.rules.access;

import static io.devicegate.rules.access.TestRequests.rules;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PolicyLintTest {

  /** It may miss a match that never speaks, and must not blame one that does. */
  @Test
  void neverBlamesAMatchThatSpeaks() {
    int blamed = 0;
    for (int seed = 0; seed < 60; seed++) {
      RandomPolicies random = new RandomPolicies(seed);
      List<String> policies = random.policies("p", 1, false);
      AccessRules rules = rules(policies.toArray(String[]::new));
      Set<String> never = new HashSet<>();
      rules.lint().stream()
          .map(problem -> problem.message())
          .filter(message -> message.contains("never speaks"))
          .forEach(message -> never.add(message.substring(0, message.indexOf(' '))));
      blamed += never.size();
      for (int i = 0; i < 200; i++) {
        assertThat(never).doesNotContain(rules.decide(random.request()).rule());
      }
    }
    assertThat(blamed).isPositive();
  }

  @Test
  void seesThatOneFieldCannotHaveTwoValues() {
    assertThat(lint("client.id == 'a' && client.id in ['b', 'c']"))
        .containsExactly(
            "file0.yaml:4:7: p#1 never speaks: its condition contradicts itself; remove or change"
                + " it");
    assertThat(lint("client.id == 'a' || client.id in ['b', 'c']")).isEmpty();
    assertThat(lint("user.blocked && !user.blocked")).hasSize(1);
    assertThat(lint("false && user.blocked")).hasSize(1);
  }

  @Test
  void findsNothingInWhatIsMeant() {
    String policy =
        """
        name: p
        params: {routes: [a], limit: 3}
        rule:
          variables:
            - reads: request.method == 'GET'
            - name: few
              expression: size(user.groups) < params.limit
          match:
            - condition: variables.reads && request.route in params.routes
              output: allow()
            - condition: variables.few && request.route in params.routes
              output: allow()
        """;

    assertThat(rules(policy).lint()).isEmpty();
  }

  private static List<String> lint(String condition) {
    String policy =
        "name: p\nrule:\n  match:\n    - condition: " + condition + "\n      output: allow()\n";
    List<String> found = new ArrayList<>();
    rules(policy).lint().forEach(problem -> found.add(problem.toString()));
    return found;
  }
}
