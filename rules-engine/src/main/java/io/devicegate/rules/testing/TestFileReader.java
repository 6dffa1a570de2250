package io.devicegate.rules.testing;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file of tests that lay parts of an input over each other, in the format that {@link
 * AccessRuleTests} and {@link LoginRuleTests} show.
 */
final class TestFileReader {

  private static final Set<String> TEST_KEYS = Set.of("name", "use", "with", "matrix", "expect");
  private static final int MAX_CASES = 10_000;

  private final RuleSource source;
  private final Format format;
  private final Consumer<Problem> problems;
  private final List<Draft> cases = new ArrayList<>();
  private Yaml.@Nullable Mapping fixtures;
  private String now = "2026-01-01T00:00:00Z";

  TestFileReader(RuleSource source, Format format, Consumer<Problem> problems) {
    this.source = source;
    this.format = format;
    this.problems = problems;
  }

  List<Draft> read() {
    for (Yaml document : Yaml.read(source, problems)) {
      if (document instanceof Yaml.Mapping mapping) {
        file(mapping);
      } else {
        problems.accept(document.problem("no tests (expected: tests: and a list)"));
      }
    }
    if (cases.isEmpty()) {
      problems.accept(Problem.of(source.file(), "no tests (expected: tests: and a list)"));
    }
    return cases;
  }

  private void file(Yaml.Mapping file) {
    keys(file, format.fileKeys());
    file.find("now").ifPresent(value -> now = String.valueOf(value.data()));
    fixtures = file.find("fixtures").orElse(null) instanceof Yaml.Mapping found ? found : null;
    if (file.find("tests").orElse(null) instanceof Yaml.Sequence tests) {
      tests.items().forEach(this::test);
    }
  }

  private void test(Yaml item) {
    if (!(item instanceof Yaml.Mapping test)) {
      problems.accept(item.problem("test (expected: name: and expect:)"));
      return;
    }
    keys(test, TEST_KEYS);
    String name = test.find("name").map(value -> String.valueOf(value.data())).orElse("");
    Map<String, Object> expected = expected(test);
    Map<String, Object> request = format.input().apply(now);
    if (!use(test, request)) {
      return;
    }
    test.find("with").ifPresent(with -> RequestDefaults.merge(request, data(with)));
    for (Map<String, Object> combination : combinations(test)) {
      Map<String, Object> one = RequestDefaults.copy(request);
      combination.forEach((path, value) -> RequestDefaults.set(one, path, value));
      add(test, combination.isEmpty() ? name : name + " " + combination, one, expected);
    }
  }

  private void add(
      Yaml.Mapping test, String name, Map<String, Object> input, Map<String, Object> expected) {
    if (cases.size() >= MAX_CASES) {
      problems.accept(test.problem("more than " + MAX_CASES + " cases in one file; split it"));
      return;
    }
    cases.add(new Draft(test, name, now, input, expected));
  }

  private Map<String, Object> expected(Yaml.Mapping test) {
    String required = format.required();
    if (!(test.find("expect").orElse(null) instanceof Yaml.Mapping expect)
        || !expect.entries().containsKey(required)) {
      problems.accept(test.problem("no expect (expected: expect: with " + required + ":)"));
      return Map.of();
    }
    keys(expect, format.expected());
    return data(expect);
  }

  private boolean use(Yaml.Mapping test, Map<String, Object> request) {
    if (!(test.find("use").orElse(null) instanceof Yaml.Sequence names)) {
      return true;
    }
    for (Yaml name : names.items()) {
      String text = String.valueOf(name.data());
      Yaml fixture = fixtures == null ? null : fixtures.find(text).orElse(null);
      if (!(fixture instanceof Yaml.Mapping mapping)) {
        problems.accept(name.problem("fixture '" + text + "' (expected: one of fixtures:)"));
        return false;
      }
      RequestDefaults.merge(request, data(mapping));
    }
    return true;
  }

  private List<Map<String, Object>> combinations(Yaml.Mapping test) {
    List<Map<String, Object>> combinations = List.of(Map.of());
    if (!(test.find("matrix").orElse(null) instanceof Yaml.Mapping matrix)) {
      return combinations;
    }
    for (Map.Entry<String, Yaml.Entry> dimension : matrix.entries().entrySet()) {
      if (!(dimension.getValue().value() instanceof Yaml.Sequence values)) {
        problems.accept(
            dimension.getValue().value().problem("matrix (expected: a list of values)"));
        return List.of();
      }
      combinations = cross(combinations, dimension.getKey(), values);
    }
    return combinations;
  }

  private List<Map<String, Object>> cross(
      List<Map<String, Object>> combinations, String path, Yaml.Sequence values) {
    List<Map<String, Object>> crossed = new ArrayList<>();
    for (Map<String, Object> combination : combinations) {
      for (Yaml value : values.items()) {
        Object data = value.data();
        if (data == null || crossed.size() > MAX_CASES) {
          problems.accept(value.problem("matrix (expected: no null, at most 10,000 combinations)"));
          return List.of();
        }
        Map<String, Object> more = new LinkedHashMap<>(combination);
        more.put(path, data);
        crossed.add(more);
      }
    }
    return crossed;
  }

  static Map<String, Object> data(Yaml value) {
    Map<String, Object> data = new LinkedHashMap<>();
    if (value instanceof Yaml.Mapping mapping) {
      mapping
          .data()
          .forEach(
              (key, part) -> {
                if (part != null) {
                  data.put(key, part);
                }
              });
    }
    return data;
  }

  private void keys(Yaml.Mapping mapping, Set<String> allowed) {
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!allowed.contains(key)) {
                problems.accept(
                    entry
                        .key()
                        .problem(
                            "unknown key '"
                                + key
                                + "' (expected: one of "
                                + allowed.stream().sorted().toList()
                                + ")"));
              }
            });
  }

  /**
   * What is particular to one kind of tests.
   *
   * @param fileKeys keys at the top of a file
   * @param expected keys of {@code expect}
   * @param required the one of them that must be there
   * @param input what a test has before it says anything, at a time
   */
  record Format(
      Set<String> fileKeys,
      Set<String> expected,
      String required,
      Function<String, Map<String, Object>> input) {}

  /**
   * A test as it stands in the file, one of each combination of its matrix.
   *
   * @param at where it begins
   * @param now the time of the file
   */
  record Draft(
      Yaml at, String name, String now, Map<String, Object> input, Map<String, Object> expected) {}
}
