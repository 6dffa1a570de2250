package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.testing.AccessRuleTests;
import io.devicegate.rules.testing.TestReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The demo's access policies do what the tests beside them say. */
class DemoPoliciesTest {

  @Test
  void everyTestPassesAndEveryMatchHasBothCases() {
    TestReport report = AccessRuleTests.run(Path.of("rules/access"), AccessRulesOptions.defaults());

    assertThat(report.results()).isNotEmpty().allMatch(result -> result.passed());
    assertThat(report.uncovered()).isEmpty();
  }
}
