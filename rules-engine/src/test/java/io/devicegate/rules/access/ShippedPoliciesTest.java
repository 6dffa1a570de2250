package io.devicegate.rules.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.testing.AccessRuleTests;
import io.devicegate.rules.testing.TestReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The policies of {@code rules/access}, by their own tests. */
class ShippedPoliciesTest {

  static final Path FOLDER = Path.of("rules/access");
  private static final AccessRulesOptions OPTIONS = AccessRulesOptions.defaults();

  @Test
  void passTheirTestsAndHavePositiveAndNegativeCases() {
    TestReport report = AccessRuleTests.run(FOLDER, OPTIONS);

    assertThat(report.results()).allSatisfy(result -> assertThat(result.failures()).isEmpty());
    assertThat(report.uncovered()).isEmpty();
    assertThat(report.coverage()).hasSameSizeAs(shipped().branches());
  }

  @Test
  void areTwentyTwoAndAllInShadow() {
    assertThat(shipped().size()).isEqualTo(22);
    assertThat(shipped().inShadow()).hasSize(22);
    assertThat(shipped().failingOpen()).isEmpty();
  }

  @Test
  void explainThemselves() {
    for (Policy policy : shipped().policies()) {
      assertThat(policy.description()).as(policy.name()).isNotEmpty();
      policy.rule().visit(match -> assertThat(match.explanation()).as(match.label()).isNotNull());
    }
  }

  @Test
  void areAllInTheTableOfTheirFolder() throws IOException {
    String readme = Files.readString(FOLDER.resolve("README.md"));

    for (Policy policy : shipped().policies()) {
      assertThat(readme).contains("| `" + policy.name() + "` |");
      policy.requires().forEach(input -> assertThat(readme).contains("`" + input + "`"));
    }
  }

  @Test
  void sayNothingWhileTheirInputsAreMissing() {
    Decision decision = shipped().decide(TestRequests.television());

    assertThat(shipped().waiting())
        .containsEntry(
            "same-network-or-city",
            Set.of("approver.geo", "approver.ip", "device.geo", "device.ip"));
    assertThat(decision.wouldBe())
        .extracting(Decision.WouldBe::policy)
        .doesNotContainAnyElementsOf(shipped().waiting().keySet());
  }

  @ParameterizedTest
  @MethodSource("files")
  void canBeEnforcedOnceTheirInputsAreThere(Path file) throws IOException {
    String enforced = Files.readString(file).replace("mode: shadow", "mode: enforce");
    List<RuleSource> sources = List.of(new RuleSource(String.valueOf(file), enforced));
    AccessRules inShadow = AccessRules.compile(sources(file), OPTIONS);
    Set<String> missing = inShadow.waiting().values().stream().findFirst().orElse(Set.of());

    assertThat(AccessRules.compile(sources, OPTIONS.withInputs(missing)).inShadow()).isEmpty();
    if (missing.isEmpty()) {
      assertThat(AccessRules.compile(sources, OPTIONS).inShadow()).isEmpty();
      return;
    }
    RuleCompilationException refused =
        catchThrowableOfType(
            RuleCompilationException.class, () -> AccessRules.compile(sources, OPTIONS));
    assertThat(refused.problems())
        .hasSameSizeAs(missing)
        .allSatisfy(problem -> assertThat(problem.message()).contains("is not known here"));
  }

  static Stream<Path> files() throws IOException {
    try (Stream<Path> paths = Files.list(FOLDER)) {
      return paths
          .filter(path -> path.toString().endsWith(".yaml"))
          .filter(path -> !path.toString().endsWith("_test.yaml"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static List<RuleSource> sources(Path file) throws IOException {
    return List.of(new RuleSource(String.valueOf(file), Files.readString(file)));
  }

  private static AccessRules shipped() {
    return AccessRules.compile(FOLDER, OPTIONS);
  }
}
