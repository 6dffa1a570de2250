package io.devicegate.rules.access;

import static io.devicegate.rules.access.TestRequests.rules;
import static io.devicegate.rules.access.TestRequests.television;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecisionTest {

  private static final String ALLOW = policy("allow-all", "", "true", "allow()");

  @Test
  void theStrictestEffectWins() {
    String step = policy("step", "", "true", "step_up('weak', 'mfa')");
    String slow = policy("slow", "", "true", "throttle('busy', 'slow')");
    String deny = policy("stop", "", "true", "deny('stop')");

    assertThat(effect(ALLOW)).isEqualTo(Effect.ALLOW);
    assertThat(effect(ALLOW, slow)).isEqualTo(Effect.THROTTLE);
    assertThat(effect(ALLOW, slow, step)).isEqualTo(Effect.STEP_UP);
    assertThat(effect(ALLOW, slow, step, deny)).isEqualTo(Effect.DENY);
  }

  @Test
  void obligationsOfAllPoliciesThatLetPassAreJoined() {
    Decision decision =
        rules(
                policy("a", "", "true", "allow().header('X-Who', client.id).drop_scopes(['x'])"),
                policy("b", "", "true", "allow().header('X-Who', 'b').drop_scopes(['a', 'x'])"),
                policy("c", "", "true", "throttle('busy', 'slow').max_age(duration('9m'))"),
                policy("d", "", "true", "step_up('weak', 'mfa').max_age(duration('5m'))"))
            .decide(television());

    assertThat(decision.effect()).isEqualTo(Effect.STEP_UP);
    assertThat(decision.rule()).isEqualTo("d#1");
    Obligations obligations = decision.obligations();
    assertThat(obligations.headers()).containsOnlyKeys("X-Who").containsValue("sandbox-tv");
    assertThat(obligations.dropScopes()).containsExactly("a", "x");
    assertThat(obligations.rateClass()).isEqualTo("slow");
    assertThat(obligations.requiredAcr()).isEqualTo("mfa");
    assertThat(obligations.maxAge()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void aDenialCarriesNoObligations() {
    Decision decision =
        rules(
                policy("a", "", "true", "throttle('b', 'slow')"),
                policy("b", "", "true", "deny('c')"))
            .decide(television());

    assertThat(decision.obligations()).isEqualTo(Obligations.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "'', allow(), DENY, SKIP, false",
    "'', deny('x'), DENY, DENY, false",
    "deny, allow(), DENY, DENY, false",
    "skip, deny('x'), DENY, SKIP, true",
    "allow, allow(), ALLOW, ALLOW, true",
    "allow, deny('x'), ALLOW, ALLOW, true",
  })
  void aFailingPolicyNeverAllowsUnlessItSaysSo(
      String onError, String output, Effect effect, OnError treatedAs, boolean failsOpen) {
    AccessRules rules =
        rules(
            policy(
                "broken",
                onError,
                "1 / size(token.amr) > size(token.amr) - 1 && 1 / (size(token.amr) - 1) == 0",
                output));

    Decision decision = rules.decide(television());

    assertThat(decision.effect()).isEqualTo(effect);
    assertThat(decision.failures()).extracting(Decision.Failure::policy).containsExactly("broken");
    assertThat(decision.failures())
        .extracting(Decision.Failure::treatedAs)
        .containsExactly(treatedAs);
    assertThat(rules.failingOpen())
        .isEqualTo(failsOpen ? java.util.List.of("broken") : java.util.List.of());
  }

  @Test
  void aPolicyThatMustDenyWhenItFailsIsNotSkippedForAnotherThatLetsPass() {
    String failing = policy("z-broken", "deny", "1 / (size(token.amr) - 1) == 0", "allow()");
    String first =
        policy("a-first", "", "user.blocked", "deny('blocked')").stripTrailing()
            + "\n    - output: allow()\n";

    Decision decision = rules(first, failing).decide(television());

    assertThat(decision.reason()).isEqualTo(Decision.RULE_FAILED);
    assertThat(decision.effect()).isEqualTo(Effect.DENY);
  }

  @Test
  void theReportOfShadowCountsAgainstTheRequestsSeen() {
    String shadow =
        policy("next", "", "request.method == 'GET'", "deny('soon')")
            .replace("name: next", "name: next\nmode: shadow");
    AccessRules rules = rules(ALLOW, shadow);
    ShadowReport report = new ShadowReport();

    report.accept(rules.decide(television()));
    report.accept(rules.decide(television()));
    report.accept(rules.decide(TestRequests.request("c", "POST", "/", "r")));

    assertThat(report.requests()).isEqualTo(3);
    assertThat(report.lines()).containsExactly(new ShadowReport.Line("next", 3, 2, 0, 0, 0));
  }

  @Test
  void aPolicyInShadowIsReportedAndHasNoEffect() {
    String shadow =
        policy("next", "", "request.method == 'GET'", "deny('soon')")
            .replace("name: next", "name: next\nmode: shadow");
    AccessRules rules = rules(ALLOW, shadow);

    Decision decision = rules.decide(television());

    assertThat(decision.effect()).isEqualTo(Effect.ALLOW);
    assertThat(decision.wouldBe())
        .containsExactly(
            new Decision.WouldBe("next", "next#1", Decision.WouldBe.Outcome.MATCHED, Effect.DENY));
    assertThat(rules.inShadow()).containsExactly("next");
    assertThat(rules.enforced().decide(television()).effect()).isEqualTo(Effect.DENY);
  }

  @Test
  void policiesInShadowStopAtTheirOwnBudget() {
    String shadow =
        policy("next", "", "token.scopes.exists(s, s == 'x')", "deny('soon')")
            .replace("name: next", "name: next\nmode: shadow");

    Decision decision =
        rules(AccessRulesOptions.defaults().withShadowBudget(10), ALLOW, shadow)
            .decide(television());

    assertThat(decision.effect()).isEqualTo(Effect.ALLOW);
    assertThat(decision.wouldBe())
        .extracting(Decision.WouldBe::outcome)
        .containsExactly(Decision.WouldBe.Outcome.OVER_BUDGET);
  }

  @Test
  void theCallersTickerMeasuresTheTime() {
    AtomicLong ticks = new AtomicLong();
    AccessRulesOptions options =
        AccessRulesOptions.defaults().withTicker(() -> ticks.getAndAdd(250));

    assertThat(rules(options, ALLOW).decide(television()).elapsedNanos()).isEqualTo(250);
  }

  @Test
  void anUnconditionalNestedRuleThatIsSilentLetsTheNextMatchSpeak() {
    String nested =
        """
        name: nested
        rule:
          match:
            - rule:
                id: inner
                match:
                  - condition: request.method == 'POST'
                    output: deny('post')
            - condition: client.device
              rule:
                id: devices
                match:
                  - condition: request.method == 'PUT'
                    output: deny('put')
            - output: allow()
        """;
    AccessRules rules = rules(nested);

    assertThat(rules.decide(TestRequests.request("c", "POST", "/", "r")).rule())
        .isEqualTo("nested/inner#1");
    // The second match is conditional: as in cel-policy its silence is the policy's silence.
    assertThat(rules.decide(television()).reason()).isEqualTo(Decision.NO_RULE_MATCHED);
  }

  private static Effect effect(String... policies) {
    return rules(policies).decide(television()).effect();
  }

  private static String policy(String name, String onError, String condition, String output) {
    return "name: "
        + name
        + (onError.isEmpty() ? "" : "\nonError: " + onError)
        + "\nrule:\n  match:\n    - condition: "
        + condition
        + "\n      output: \""
        + output
        + "\"\n";
  }
}
