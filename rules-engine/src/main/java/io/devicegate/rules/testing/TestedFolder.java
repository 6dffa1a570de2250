package io.devicegate.rules.testing;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Runs the tests beside every file of rules in a folder. */
final class TestedFolder {

  private TestedFolder() {}

  /**
   * Runs them. Rules without tests are a problem, and so are tests without rules.
   *
   * @param suffix how the names of files of rules end
   * @param tests runs the tests of one file
   * @throws RuleCompilationException with every problem of every file
   */
  static TestReport run(
      Path folder, String suffix, BiFunction<RuleSource, RuleSource, TestReport> tests) {
    requireNonNull(folder, "folder");
    List<Problem> problems = new ArrayList<>();
    RuleFolder files = new RuleFolder(folder, problems::add);
    List<String> rules = files.ruleNames(suffix);
    List<TestReport> reports = new ArrayList<>();
    for (String name : rules) {
      Optional<RuleSource> source = files.read(name);
      Optional<RuleSource> beside = files.read(RuleFolder.testsOf(name));
      if (source.isPresent() && beside.isPresent()) {
        try {
          reports.add(tests.apply(source.get(), beside.get()));
        } catch (RuleCompilationException e) {
          problems.addAll(e.problems());
        }
      }
    }
    for (String name : files.testNames()) {
      String tested = RuleFolder.rulesOf(name, suffix);
      if (!rules.contains(tested)) {
        problems.add(Problem.of(name, "tests of nothing (expected: " + tested + " beside it)"));
      }
    }
    if (!problems.isEmpty()) {
      throw new RuleCompilationException(problems);
    }
    return TestReport.of(reports);
  }
}
