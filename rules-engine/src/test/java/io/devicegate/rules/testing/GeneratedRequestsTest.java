package io.devicegate.rules.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.source.RuleSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GeneratedRequestsTest {

  private static final RuleSource POLICY =
      new RuleSource(
          "p.yaml",
          """
          name: p
          params: {routes: [rare-route]}
          rule:
            match:
              - condition: client.id == 'rare-client' && request.route in params.routes
                output: deny('rare')
              - condition: "token.claims[?'tier'].orValue('') == 'gold' && request.method == 'GET'"
                output: deny('gold')
              - condition: token.expires_at - token.issued_at > duration('30h')
                output: deny('long')
              - output: allow()
          """);

  @Test
  void reachesEveryMatchOfAPolicy() {
    AccessRules rules = AccessRules.compile(List.of(POLICY), AccessRulesOptions.defaults());

    Set<String> reached =
        take(1, 500).stream()
            .map(request -> rules.decide(request).rule())
            .collect(Collectors.toSet());

    assertThat(reached).containsExactlyInAnyOrder("p#1", "p#2", "p#3", "p#4");
  }

  @Test
  void theSameSeedMakesTheSameRequests() {
    assertThat(take(5, 100)).isEqualTo(take(5, 100)).isNotEqualTo(take(6, 100));
  }

  @Test
  void mixesUpNoFieldsOfOneCondition() {
    assertThat(take(1, 500))
        .noneMatch(request -> request.client().id().equals("rare-route"))
        .noneMatch(request -> request.request().route().equals("GET"));
  }

  private static List<AccessRequest> take(long seed, int count) {
    GeneratedRequests generated = new GeneratedRequests(List.of(POLICY), seed);
    List<AccessRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      requests.add(generated.next());
    }
    return requests;
  }
}
