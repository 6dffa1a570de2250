package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.cli.RulesOfFolder.Kind;
import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code lint}. */
@Command(
    name = "lint",
    mixinStandardHelpOptions = true,
    description =
        "Names what compiles but is hardly meant: matches that never speak, unused parameters and"
            + " variables, detections that look at no event, what login rules use in vain, rules"
            + " without tests.")
final class LintCommand implements Task {

  @Parameters(
      paramLabel = "RULES",
      defaultValue = "rules",
      description = "Folder with access, detections or login in it (default: rules).")
  private Path rules = Path.of("rules");

  @Mixin private KnownInputs inputs = new KnownInputs();

  @Mixin private KnownOrigins origins = new KnownOrigins();

  @Override
  public Report run() {
    RuleCheck check = new RuleCheck(rules, inputs.names(), origins.options());
    if (!check.problems().isEmpty()) {
      return check.report();
    }
    List<Problem> findings = new ArrayList<>(check.remarks());
    check
        .access()
        .map(AccessRules::lint)
        .orElse(List.of())
        .forEach(finding -> findings.add(check.rules().named(Kind.ACCESS, finding)));
    check
        .detections()
        .map(DetectionRules::lint)
        .orElse(List.of())
        .forEach(finding -> findings.add(check.rules().named(Kind.DETECTIONS, finding)));
    for (Kind kind : check.rules().kinds()) {
      untested(check.rules(), kind, findings);
    }
    Report report = new Report().problems(findings);
    if (findings.isEmpty()) {
      return report.good("nothing to say about " + check.sizes());
    }
    return report.bad(RuleCheck.count(findings.size(), "finding")).status(Report.FINDINGS);
  }

  private static void untested(RulesOfFolder rules, Kind kind, List<Problem> findings) {
    RuleFolder files = new RuleFolder(rules.folder(kind), findings::add);
    List<String> tests = files.testNames();
    for (String name : files.ruleNames(kind.suffix())) {
      String beside = RuleFolder.testsOf(name);
      if (!tests.contains(beside)) {
        Problem finding = Problem.of(name, "has no tests (expected: " + beside + " beside it)");
        findings.add(rules.named(kind, finding));
      }
    }
  }
}
