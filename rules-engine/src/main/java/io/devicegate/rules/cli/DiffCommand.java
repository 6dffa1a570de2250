package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.cli.RulesOfFolder.Kind;
import io.devicegate.rules.source.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code diff}. */
@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description =
        "Compares two sets of rules: which were added, removed, changed, moved in or out of shadow;"
            + " which policies say something else on the same requests, and which login rules and"
            + " detections do something else in their tests.")
final class DiffCommand implements Task {

  @Mixin private AccessInput access = new AccessInput();

  @Parameters(index = "1", paramLabel = "OTHER", description = "Folder with other rules in it.")
  private Path other = Path.of("rules");

  @Mixin private RequestInput input = new RequestInput();

  @Mixin private KnownOrigins origins = new KnownOrigins();

  @Override
  public Report run() throws IOException {
    RuleCheck before = access.check(access.folder(), origins.options());
    RuleCheck after = access.check(other, origins.options());
    List<Problem> problems = new ArrayList<>(before.problems());
    problems.addAll(after.problems());
    Report report = new Report();
    if (!problems.isEmpty()) {
      return report
          .problems(problems)
          .bad(RuleCheck.count(problems.size(), "problem"))
          .status(Report.FINDINGS);
    }
    List<String> same = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (before.rules().kinds().contains(kind) || after.rules().kinds().contains(kind)) {
        compare(kind, before, after, report, same);
      }
    }
    if (report.status() == Report.OK) {
      report.good("no difference " + String.join(", ", same));
    }
    return report;
  }

  private void compare(
      Kind kind, RuleCheck before, RuleCheck after, Report report, List<String> same)
      throws IOException {
    if (kind == Kind.ACCESS) {
      PolicyDiff diff =
          new PolicyDiff(policies(before), policies(after), input.requests(access.folder(), other));
      diff.write(report);
      same.add("on " + RuleCheck.count(diff.requests(), "request"));
      return;
    }
    TestedDiff diff =
        kind == Kind.LOGIN
            ? TestedDiff.ofLogin(before.rules(), after.rules(), origins.options())
            : TestedDiff.ofDetections(before, after);
    diff.write(report);
    same.add("in " + kind.plural());
  }

  private AccessRules policies(RuleCheck rules) {
    return access.inMode(
        rules
            .access()
            .orElseGet(() -> AccessRules.compile(List.of(), AccessRulesOptions.defaults())));
  }
}
