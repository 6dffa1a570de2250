package io.devicegate.rules.access;

import static io.devicegate.rules.access.TestRequests.request;
import static io.devicegate.rules.access.TestRequests.rules;
import static io.devicegate.rules.access.TestRequests.television;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AccessRulesTest {

  private static final String READ_ONLY =
      """
      name: read-only
      description: Devices may only read.
      params:
        methods: [GET, HEAD, OPTIONS]
      rule:
        match:
          - condition: grant.protocol == 'oauth2-device-code' && !(request.method in params.methods)
            output: deny('read_only')
            explanation: "'Devices may only read, not ' + request.method + '.'"
          - output: allow()
      """;

  @Test
  void allowsWhatOnePolicyAllows() {
    Decision decision = rules(READ_ONLY).decide(television());

    assertThat(decision.effect()).isEqualTo(Effect.ALLOW);
    assertThat(decision.rule()).isEqualTo("read-only#2");
    assertThat(decision.failures()).isEmpty();
  }

  @Test
  void namesTheMatchThatDeniedAndItsExplanation() {
    Decision decision =
        rules(READ_ONLY).decide(request("sandbox-tv", "POST", "/api/purchases", "purchases"));

    assertThat(decision.effect()).isEqualTo(Effect.DENY);
    assertThat(decision.rule()).isEqualTo("read-only#1");
    assertThat(decision.reason()).isEqualTo("read_only");
    assertThat(decision.explanation()).isEqualTo("Devices may only read, not POST.");
  }

  @Test
  void knowsEveryHeaderThatAnOutputMaySet() {
    AccessRules rules =
        rules(
            """
            name: tiers
            rule:
              match:
                - condition: request.method == 'GET'
                  output: allow().header('X-Tier', client.id)
                - rule:
                    match:
                      - output: allow().header('x-tier', 'b').header('X-Group', 'c')
            """);

    assertThat(rules.headers()).containsExactlyInAnyOrder("X-Tier", "x-tier", "X-Group");
    assertThat(rules.names()).containsExactly("tiers");
  }

  @Test
  void showsExplanationsOfPoliciesThatSaySoOnly() {
    AccessRules shown = rules(READ_ONLY + "metadata: {show_explanation: true}\n");
    AccessRules silent = rules(READ_ONLY);
    AccessRequest purchase = request("sandbox-tv", "POST", "/api/purchases", "purchases");

    assertThat(shown.showsExplanation(shown.decide(purchase))).isTrue();
    assertThat(silent.showsExplanation(silent.decide(purchase))).isFalse();
    assertThat(shown.showsExplanation(rules().decide(purchase))).isFalse();
  }

  @Test
  void deniesWhenNothingMatches() {
    Decision decision = rules().decide(television());

    assertThat(decision.effect()).isEqualTo(Effect.DENY);
    assertThat(decision.reason()).isEqualTo(Decision.NO_RULE_MATCHED);
    assertThat(decision.rule()).isEmpty();
  }
}
