package io.devicegate.rules.access;

import static io.devicegate.rules.access.TestRequests.request;
import static io.devicegate.rules.access.TestRequests.rules;
import static io.devicegate.rules.access.TestRequests.television;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicegate.rules.access.Decision.WouldBe;
import io.devicegate.rules.source.RuleCompilationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Shadow on a part of a policy, and policies that wait for their inputs. */
class ShadowRulesTest {

  private static final String PARTLY =
      """
      name: partly
      rule:
        match:
          - mode: shadow
            condition: request.method == 'GET'
            output: deny('soon')
          - condition: client.device
            output: allow()
      """;

  private static final String WAITING =
      """
      name: far
      mode: shadow
      requires: [approver.geo]
      rule:
        match:
          - condition: "!has(approver.geo)"
            output: deny('place_unknown')
      """;

  @Test
  void aMatchInShadowIsReportedAndHasNoEffect() {
    AccessRules rules = rules(PARTLY);

    Decision decision = rules.decide(television());

    assertThat(decision.effect()).isEqualTo(Effect.ALLOW);
    assertThat(decision.rule()).isEqualTo("partly#2");
    assertThat(decision.wouldBe())
        .containsExactly(new WouldBe("partly", "partly#1", WouldBe.Outcome.MATCHED, Effect.DENY));
    assertThat(rules.size()).isEqualTo(1);
    assertThat(rules.inShadow()).containsExactly("partly");
    assertThat(rules.branches())
        .extracting(AccessRules.Branch::label)
        .containsExactly("partly#1", "partly#2");
    assertThat(rules.enforced().decide(television()).reason()).isEqualTo("soon");
  }

  @Test
  void aPolicyWhosePartInShadowIsSilentSaysNothing() {
    assertThat(rules(PARTLY).decide(request("c", "POST", "/", "r")).wouldBe()).isEmpty();
  }

  @Test
  void aNestedRuleInShadowIsAsIfItWereNotThere() {
    AccessRules rules =
        rules(
            """
            name: nested
            rule:
              match:
                - condition: client.device
                  rule:
                    id: candidate
                    mode: shadow
                    match:
                      - condition: request.method == 'POST'
                        output: deny('post')
                - output: allow()
            """);

    Decision post = rules.decide(request("c", "POST", "/", "r"));
    Decision get = rules.decide(television());

    assertThat(post.effect()).isEqualTo(Effect.ALLOW);
    assertThat(post.wouldBe()).extracting(WouldBe::rule).containsExactly("nested/candidate#1");
    // Enforced, the conditional match would be the last one tried: its silence is that of all.
    assertThat(get.effect()).isEqualTo(Effect.ALLOW);
    assertThat(get.wouldBe()).extracting(WouldBe::effect).containsExactly(Effect.DENY);
  }

  @Test
  void aLooserMatchInShadowIsWeighedAgainstTheOtherPolicies() {
    String looser =
        """
        name: looser
        rule:
          match:
            - mode: shadow
              condition: request.method == 'GET'
              output: allow()
            - output: deny('no')
        """;
    String slow = "name: slow\nrule: {match: [{output: \"throttle('busy', 'slow')\"}]}\n";

    assertThat(rules(looser).decide(television()).wouldBe())
        .extracting(WouldBe::effect)
        .containsExactly(Effect.ALLOW);
    assertThat(rules(looser, slow).decide(television()).wouldBe())
        .extracting(WouldBe::effect)
        .containsExactly(Effect.THROTTLE);
  }

  @Test
  void theOtherPoliciesCountAgainstTheBudgetToo() {
    String looser =
        """
        name: looser
        rule:
          match:
            - mode: shadow
              condition: request.method == 'GET'
              output: allow()
            - output: deny('no')
        """;
    String dear =
        """
        name: dear
        rule:
          match:
            - condition: token.scopes.exists(s, s.startsWith('x'))
              output: allow()
        """;
    AccessRulesOptions options = AccessRulesOptions.defaults().withShadowBudget(200);

    assertThat(rules(options, looser).decide(television()).wouldBe())
        .extracting(WouldBe::outcome)
        .containsExactly(WouldBe.Outcome.MATCHED);
    assertThat(rules(options, looser, dear).decide(television()).wouldBe())
        .extracting(WouldBe::outcome)
        .containsExactly(WouldBe.Outcome.OVER_BUDGET);
  }

  @Test
  void whatIsLiveMayNotRelyOnWhatIsInShadow() {
    assertThat(
            problems(
                AccessRulesOptions.defaults(),
                """
                name: one
                rule:
                  match:
                    - mode: shadow
                      condition: "!has(token.acr)"
                      output: deny('no_acr')
                    - condition: token.acr == 'mfa'
                      output: allow()
                """))
        .singleElement()
        .asString()
        .startsWith("file0.yaml:7:18: token.acr may be absent");
  }

  @Test
  void aPartInShadowDoesNotChangeWhatAFailureMeans() {
    String policy =
        """
        name: one
        rule:
          match:
            - mode: shadow
              condition: user.blocked
              output: deny('blocked')
            - condition: 1 / (size(token.amr) - 1) == 0
              output: allow()
        """;

    Decision decision = rules(policy).decide(television());

    assertThat(decision.failures())
        .extracting(Decision.Failure::treatedAs)
        .containsExactly(OnError.SKIP);
    assertThat(decision.reason()).isEqualTo(Decision.NO_RULE_MATCHED);
  }

  @Test
  void aPolicyInShadowWaitsForItsInputs() {
    AccessRulesOptions options = AccessRulesOptions.defaults();
    AccessRules without = rules(options, WAITING);
    AccessRules with = rules(options.withInputs(Set.of("approver.geo")), WAITING);

    assertThat(without.decide(television()).wouldBe()).isEmpty();
    assertThat(without.waiting()).isEqualTo(Map.of("far", Set.of("approver.geo")));
    assertThat(with.decide(television()).wouldBe()).hasSize(1);
    assertThat(with.waiting()).isEmpty();
    assertThat(without.digest()).isEqualTo(with.digest());
  }

  @Test
  void anEnforcedPolicyIsRefusedWithoutItsInputs() {
    String enforced = WAITING.replace("mode: shadow\n", "");
    AccessRulesOptions options = AccessRulesOptions.defaults();

    assertThat(problems(options, enforced))
        .containsExactly(
            "file0.yaml:2:12: requires approver.geo, which is not known here (expected: mode:"
                + " shadow until it is)");
    assertThat(rules(options.withInputs(Set.of("approver.geo")), enforced).waiting()).isEmpty();
    assertThat(rules(options.withInputs(Set.of(AccessRulesOptions.ANY_INPUT)), enforced).size())
        .isEqualTo(1);
  }

  @Test
  void refusesAModeThatIsNone() {
    assertThat(
            problems(
                AccessRulesOptions.defaults(),
                """
                name: one
                mode: shadow
                rule:
                  mode: dark
                  match:
                    - mode: shadow
                      rule:
                        mode: grey
                        match: [{mode: off, output: allow()}]
                """))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("file0.yaml:4:9: mode 'dark' (expected: one of"),
            p -> assertThat(p).startsWith("file0.yaml:8:15: mode 'grey'"),
            p -> assertThat(p).startsWith("file0.yaml:9:24: mode 'off'"));
  }

  @Test
  void refusesInputsThatAreNone() {
    assertThat(
            problems(
                AccessRulesOptions.defaults(),
                WAITING.replace(
                    "[approver.geo]",
                    "[approver.place, approver, token.claims.https://a.test/risk, signals.x,"
                        + " now.x]"),
                WAITING.replace("far", "two").replace("[approver.geo]", "approver.geo")))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("file0.yaml:3:12: requires (expected: an input"),
            p -> assertThat(p).startsWith("file0.yaml:3:83: requires (expected: an input"),
            p -> assertThat(p).startsWith("file1.yaml:3:11: requires (expected: a list"));
  }

  @Test
  void refusesKeysOfTheDialectThatItDoesNotHonour() {
    assertThat(
            problems(
                AccessRulesOptions.defaults(),
                """
                name: one
                imports: [{name: a.b}]
                verification: {invariants: []}
                rule: {match: [{output: allow()}]}
                """))
        .satisfiesExactly(
            p -> assertThat(p).startsWith("file0.yaml:2:1: imports: there is nothing to import"),
            p -> assertThat(p).startsWith("file0.yaml:3:1: verification: nothing here proves"));
  }

  private static List<String> problems(AccessRulesOptions options, String... files) {
    RuleCompilationException e =
        catchThrowableOfType(RuleCompilationException.class, () -> rules(options, files));
    assertThat(e).isNotNull();
    return e.problems().stream().map(Object::toString).toList();
  }
}
