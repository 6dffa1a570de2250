package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.cli.RulesOfFolder.Kind;
import io.devicegate.rules.detection.DetectionOptions;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.testing.AccessRuleTests;
import io.devicegate.rules.testing.Coverage;
import io.devicegate.rules.testing.DetectionTests;
import io.devicegate.rules.testing.LoginRuleTests;
import io.devicegate.rules.testing.TestReport;
import io.devicegate.rules.testing.TestResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Runs the *_test.yaml beside every rule and measures what they cover.")
final class TestCommand implements Task {

  @Parameters(
      paramLabel = "RULES",
      defaultValue = "rules",
      description = "Folder with access, detections or login in it (default: rules).")
  private Path rules = Path.of("rules");

  @Option(
      names = "--threshold",
      paramLabel = "PERCENT",
      defaultValue = "100",
      converter = WholeNumber.Percent.class,
      description = "Least share of outcomes that tests must reach (default: 100).")
  private int threshold = 100;

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes JUnit XML there too.")
  private @Nullable Path junit;

  @Mixin private KnownOrigins origins = new KnownOrigins();

  @Override
  public Report run() throws IOException {
    RulesOfFolder folder = new RulesOfFolder(rules);
    List<Problem> problems = new ArrayList<>();
    List<TestReport> reports = new ArrayList<>();
    for (Kind kind : folder.kinds()) {
      folder
          .with(kind, path -> run(kind, path), problems)
          .map(report -> named(folder, kind, report))
          .ifPresent(reports::add);
    }
    TestReport all = TestReport.of(reports);
    if (junit != null) {
      Files.writeString(junit, JunitXml.write(all.results()));
    }
    return report(all, problems);
  }

  private Report report(TestReport all, List<Problem> problems) {
    List<TestResult> failed = all.results().stream().filter(test -> !test.passed()).toList();
    Report report = new Report().problems(problems);
    failed.forEach(test -> failure(report, test));
    all.uncovered().forEach(match -> report.bad(uncovered(match)));
    int percent = all.coveragePercent();
    String line =
        "%s, %d failed; %d %% of outcomes covered (expected: at least %d %%)"
            .formatted(
                RuleCheck.count(all.results().size(), "test"), failed.size(), percent, threshold);
    boolean passed = problems.isEmpty() && failed.isEmpty() && percent >= threshold;
    report
        .put("tests", all.results().size())
        .put("failed", failed.stream().map(TestCommand::data).toList())
        .put("coverage", percent)
        .put("threshold", threshold)
        .put("uncovered", all.uncovered().stream().map(TestCommand::data).toList());
    return passed ? report.good(line) : report.bad(line).status(Report.FINDINGS);
  }

  private TestReport run(Kind kind, Path folder) {
    return switch (kind) {
      case ACCESS -> AccessRuleTests.run(folder, AccessRulesOptions.defaults());
      case DETECTIONS ->
          DetectionTests.run(folder, DetectionOptions.defaults().withMaxKeys(10_000));
      case LOGIN -> LoginRuleTests.run(folder, origins.options());
    };
  }

  private static TestReport named(RulesOfFolder folder, Kind kind, TestReport report) {
    return new TestReport(
        report.results().stream()
            .map(
                test ->
                    new TestResult(
                        folder.nameOf(kind, test.file()),
                        test.line(),
                        test.name(),
                        test.failures()))
            .toList(),
        report.coverage().stream()
            .map(
                one ->
                    new Coverage(
                        folder.nameOf(kind, one.file()),
                        one.match(),
                        one.positive(),
                        one.negative()))
            .toList());
  }

  private static void failure(Report report, TestResult test) {
    report.bad(test.file() + ":" + test.line() + ": failed: " + test.name());
    test.failures().forEach(failure -> report.line("  " + failure));
  }

  private static String uncovered(Coverage match) {
    String lacks =
        match.positive()
            ? "no test in which it does not speak"
            : match.negative() ? "no test in which it speaks" : "no test";
    return match.file() + ": " + match.match() + ": " + lacks + "; add one";
  }

  private static Map<String, Object> data(TestResult test) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("file", test.file());
    data.put("line", (long) test.line());
    data.put("name", test.name());
    data.put("failures", test.failures());
    return data;
  }

  private static Map<String, Object> data(Coverage match) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("file", match.file());
    data.put("match", match.match());
    data.put("positive", match.positive());
    data.put("negative", match.negative());
    return data;
  }
}
