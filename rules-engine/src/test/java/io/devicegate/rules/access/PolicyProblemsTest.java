package io.devicegate.rules.access;

import static io.devicegate.rules.access.TestRequests.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicegate.rules.source.RuleCompilationException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyProblemsTest {

  @Test
  void reportsEveryProblemOfEveryFileSortedByPlace() {
    List<String> problems =
        problems(
            """
            name: second
            mode: dark
            rule:
              match:
                - condition: client.id = 'x'
                  output: allow()
            """,
            """
            name: First
            rule:
              match:
                - condition: >
                    client.device &&
                    user.nmae == 'x'
                  output: "'allow'"
                - output: deny(client.id)
                  explanation: 1 + 1
              extra: 1
            """);

    assertThat(problems)
        .satisfiesExactly(
            p -> assertThat(p).startsWith("file0.yaml:2:7: mode 'dark' (expected: one of"),
            p -> assertThat(p).startsWith("file0.yaml:5:28: ").contains("write =="),
            p -> assertThat(p).startsWith("file0.yaml:5:30: "),
            p -> assertThat(p).startsWith("file1.yaml:1:7: name 'First'"),
            p -> assertThat(p).startsWith("file1.yaml:6:13: ").contains("nmae"),
            p -> assertThat(p).startsWith("file1.yaml:7:16: ").contains("outcome"),
            p -> assertThat(p).startsWith("file1.yaml:8:15: ").contains("must be a literal"),
            p -> assertThat(p).startsWith("file1.yaml:9:20: ").contains("expected: string"),
            p -> assertThat(p).startsWith("file1.yaml:10:3: unknown key 'extra'"));
  }

  @Test
  void refusesTwoPoliciesOfOneName() {
    String policy = "name: one\nrule: {match: [{output: allow()}]}\n";

    assertThat(problems(policy, "---\n" + policy))
        .singleElement()
        .asString()
        .startsWith("file1.yaml:2:1: the name 'one' is taken by file0.yaml:1");
  }

  @Test
  void refusesAMatchThatIsNeverReached() {
    assertThat(
            problems(
                """
                name: one
                rule:
                  match:
                    - output: allow()
                    - condition: client.device
                      output: deny('late')
                """))
        .singleElement()
        .asString()
        .startsWith("file0.yaml:5:7: never reached");
  }

  @Test
  void refusesAMatchWithBothOutputAndRuleOrNeither() {
    assertThat(problems("name: one\nrule: {match: [{condition: client.device}]}"))
        .singleElement()
        .asString()
        .contains("output or rule");
  }

  @Test
  void knowsWhatEarlierMatchesHaveFoundOut() {
    String policy =
        """
        name: one
        rule:
          match:
            - condition: "!has(token.acr)"
              output: step_up('no_acr', 'mfa')
            - condition: token.acr == 'mfa'
              output: allow()
        """;

    assertThat(rules(policy).decide(TestRequests.television()).effect()).isEqualTo(Effect.STEP_UP);
  }

  @Test
  void replacesParametersOfTheirType() {
    String policy =
        """
        name: one
        params: {clients: [nobody]}
        rule:
          match:
            - condition: client.id in params.clients
              output: allow()
        """;
    AccessRulesOptions options = AccessRulesOptions.defaults();
    AccessRulesOptions televisions =
        options.withParams(Map.of("one", Map.of("clients", List.of("sandbox-tv"))));

    assertThat(rules(options, policy).decide(TestRequests.television()).effect())
        .isEqualTo(Effect.DENY);
    assertThat(rules(televisions, policy).decide(TestRequests.television()).effect())
        .isEqualTo(Effect.ALLOW);
    assertThat(rules(televisions, policy).digest()).isNotEqualTo(rules(options, policy).digest());
    assertThat(problems(options.withParams(Map.of("one", Map.of("clients", 7))), policy))
        .singleElement()
        .asString()
        .contains("params.clients");
  }

  @Test
  void readsReplacedParametersThatAreTextAsWhatIsDeclared() {
    String policy =
        """
        name: one
        params: {most: 5, share: 0.5, strict: false, ports: [80]}
        rule:
          match:
            - condition: params.most == 7 && params.share == 0.25 && params.strict && params.ports[0] == 443
              output: allow()
        """;
    AccessRulesOptions options = AccessRulesOptions.defaults();
    Map<String, Object> texts =
        Map.of("most", "7", "share", "0.25", "strict", "true", "ports", List.of("443"));

    assertThat(
            rules(options.withParams(Map.of("one", texts)), policy)
                .decide(TestRequests.television())
                .effect())
        .isEqualTo(Effect.ALLOW);
    assertThat(problems(options.withParams(Map.of("one", Map.of("most", "seven"))), policy))
        .singleElement()
        .asString()
        .contains("params.most");
  }

  @Test
  void refusesHeadersThatAreNotTheRulesToSet() {
    for (String name : List.of("X-Device-Subject", "x-device-tier", "Keep-Alive", "Connection")) {
      String policy = "name: one\nrule: {match: [{output: \"allow().header('%s', 'a')\"}]}\n";

      assertThat(problems(AccessRulesOptions.defaults(), policy.formatted(name)))
          .singleElement()
          .asString()
          .contains("header", name);
    }
  }

  @Test
  void refusesMetadataThatDoesNotSayWhetherToShowExplanations() {
    assertThat(
            problems(
                AccessRulesOptions.defaults(),
                "name: one\nmetadata: {show_explanation: perhaps}\nrule: {match: [{output: allow()}]}"))
        .singleElement()
        .asString()
        .contains("show_explanation 'perhaps' (expected: true or false)");
  }

  @Test
  void refusesDocumentsThatExpandWithoutEnd() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      laughs.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ", ").repeat(9));
      laughs.append("]\n");
    }
    assertThat(problems(laughs.toString())).anyMatch(p -> p.contains("aliases"));
    assertThat(problems("a: &a [*a]")).isNotEmpty();
    assertThat(problems("[".repeat(10_000))).isNotEmpty();
    assertThat(problems("x".repeat(300_000))).anyMatch(p -> p.contains("characters"));
    assertThat(problems("!!javax.script.ScriptEngineManager [a]")).isNotEmpty();
    assertThat(problems("name: !!java.net.URL x")).anyMatch(p -> p.contains("tag"));
  }

  private static List<String> problems(String... files) {
    return problems(AccessRulesOptions.defaults(), files);
  }

  private static List<String> problems(AccessRulesOptions options, String... files) {
    RuleCompilationException e =
        catchThrowableOfType(RuleCompilationException.class, () -> rules(options, files));
    assertThat(e).isNotNull();
    return e.problems().stream().map(Object::toString).toList();
  }
}
