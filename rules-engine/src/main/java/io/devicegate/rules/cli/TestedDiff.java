package io.devicegate.rules.cli;

import io.devicegate.rules.cli.RulesOfFolder.Kind;
import io.devicegate.rules.detection.DetectionOptions;
import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.login.LoginRulesOptions;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import io.devicegate.rules.testing.DetectionTests;
import io.devicegate.rules.testing.LoginRuleTests;
import io.devicegate.rules.testing.TestComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How login rules or detections differ from others: which were added, removed and changed, and what
 * the inputs of their tests come to by those that changed. The tests are those of the other folder,
 * and of the first where the other has no such file.
 */
final class TestedDiff {

  private static final int MAX_EXAMPLE = 300;

  private final Kind kind;
  private final List<String> added = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final Map<String, Optional<TestComparison>> changed = new LinkedHashMap<>();

  /**
   * Compares rules by what stands in them.
   *
   * @param before what stands in each rule, by its name
   * @param compare runs the tests of a rule that is in both; nothing when it has none
   */
  private TestedDiff(
      Kind kind,
      Map<String, ?> before,
      Map<String, ?> after,
      Function<String, Optional<TestComparison>> compare) {
    this.kind = kind;
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(after.keySet());
    for (String name : names) {
      if (!before.containsKey(name)) {
        added.add(name);
      } else if (!after.containsKey(name)) {
        removed.add(name);
      } else if (!before.get(name).equals(after.get(name))) {
        changed.put(name, compare.apply(name));
      }
    }
  }

  /** Compares login rules; each runs alone on the logins of its own tests. */
  static TestedDiff ofLogin(RulesOfFolder before, RulesOfFolder after, LoginRulesOptions options) {
    Map<String, RuleSource> was = scripts(before);
    Map<String, RuleSource> is = scripts(after);
    Map<String, RuleSource> tests = tests(Kind.LOGIN, before, after);
    return new TestedDiff(
        Kind.LOGIN,
        texts(was),
        texts(is),
        name -> compare(tests.get(RuleFolder.testsOf(name)), was.get(name), is.get(name), options));
  }

  /** Compares detections by their ids; each runs on the events of all tests. */
  static TestedDiff ofDetections(RuleCheck before, RuleCheck after) {
    List<RuleSource> tests =
        List.copyOf(tests(Kind.DETECTIONS, before.rules(), after.rules()).values());
    DetectionRules was = compiled(before);
    DetectionRules is = compiled(after);
    return new TestedDiff(
        Kind.DETECTIONS,
        documents(before.rules()),
        documents(after.rules()),
        id ->
            tests.isEmpty()
                ? Optional.empty()
                : Optional.of(DetectionTests.compare(id, was, is, tests)));
  }

  /** Writes the differences, and raises the status if there are any. */
  void write(Report report) {
    if (!added.isEmpty() || !removed.isEmpty() || !changed.isEmpty()) {
      report.status(Report.FINDINGS);
    }
    added.forEach(name -> report.bad("added    " + nameOf(name)));
    removed.forEach(name -> report.bad("removed  " + nameOf(name)));
    List<Map<String, Object>> data = new ArrayList<>();
    changed.forEach(
        (name, comparison) -> {
          report.bad("changed  " + nameOf(name) + ": " + describe(comparison));
          data.add(data(name, comparison));
        });
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("added", added);
    all.put("removed", removed);
    all.put("changed", data);
    report.put(kind.folder(), all);
  }

  private String nameOf(String name) {
    return kind.folder() + "/" + name;
  }

  private static String describe(Optional<TestComparison> comparison) {
    if (comparison.isEmpty()) {
      return "no tests tell whether it does something else";
    }
    int tests = comparison.get().tests();
    int changes = comparison.get().changes().size();
    String of = "%d of %s".formatted(changes, RuleCheck.count(tests, "test"));
    return changes == 0
        ? of + " come to something else"
        : of + ", such as " + example(comparison.get().changes().get(0));
  }

  private static String example(TestComparison.Change change) {
    String example =
        "%s:%d %s: %s".formatted(change.file(), change.line(), change.name(), change.change());
    return example.length() <= MAX_EXAMPLE ? example : example.substring(0, MAX_EXAMPLE) + "…";
  }

  private static Map<String, Object> data(String name, Optional<TestComparison> comparison) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("rule", name);
    data.put("tests", (long) comparison.map(TestComparison::tests).orElse(0));
    data.put(
        "differing",
        comparison.map(TestComparison::changes).orElse(List.of()).stream()
            .map(TestedDiff::example)
            .toList());
    return data;
  }

  private static DetectionRules compiled(RuleCheck rules) {
    return rules
        .detections()
        .orElseGet(() -> DetectionRules.compile(List.of(), DetectionOptions.defaults()));
  }

  private static Optional<TestComparison> compare(
      @Nullable RuleSource tests,
      @Nullable RuleSource before,
      @Nullable RuleSource after,
      LoginRulesOptions options) {
    return tests == null || before == null || after == null
        ? Optional.empty()
        : Optional.of(LoginRuleTests.compare(before, after, tests, options));
  }

  private static Map<String, RuleSource> scripts(RulesOfFolder rules) {
    Map<String, RuleSource> scripts = new LinkedHashMap<>();
    rules.rules(Kind.LOGIN).forEach(script -> scripts.put(script.file(), script));
    return scripts;
  }

  private static Map<String, String> texts(Map<String, RuleSource> scripts) {
    Map<String, String> texts = new LinkedHashMap<>();
    scripts.forEach((name, script) -> texts.put(name, script.text()));
    return texts;
  }

  /** Returns what stands in each detection, comments and layout left out. */
  private static Map<String, Map<String, Object>> documents(RulesOfFolder rules) {
    Map<String, Map<String, Object>> documents = new LinkedHashMap<>();
    for (RuleSource file : rules.rules(Kind.DETECTIONS)) {
      for (Yaml document : Yaml.read(file, problem -> {})) {
        if (document instanceof Yaml.Mapping detection) {
          detection
              .find("id")
              .ifPresent(id -> documents.put(String.valueOf(id.data()), detection.data()));
        }
      }
    }
    return documents;
  }

  private static Map<String, RuleSource> tests(
      Kind kind, RulesOfFolder before, RulesOfFolder after) {
    Map<String, RuleSource> tests = new LinkedHashMap<>();
    for (RulesOfFolder rules : List.of(before, after)) {
      for (RuleSource file : rules.tests(kind)) {
        tests.put(file.file().substring(file.file().lastIndexOf('/') + 1), file);
      }
    }
    return tests;
  }
}
