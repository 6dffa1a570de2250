package io.devicegate.rules.testing;

import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A folder of rules with their tests beside them. */
final class RuleFolder {

  private static final String SUFFIX = ".yaml";
  private static final String TEST_SUFFIX = "_test.yaml";

  private RuleFolder() {}

  /** Returns the names of the files of rules, sorted. */
  static List<String> rules(Path folder, List<Problem> problems) {
    return names(folder, name -> name.endsWith(SUFFIX) && !name.endsWith(TEST_SUFFIX), problems);
  }

  /** Returns the names of the files of tests, sorted. */
  static List<String> tests(Path folder, List<Problem> problems) {
    return names(folder, name -> name.endsWith(TEST_SUFFIX), problems);
  }

  private static List<String> names(Path folder, Predicate<String> wanted, List<Problem> problems) {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.map(path -> String.valueOf(path.getFileName())).filter(wanted).sorted().toList();
    } catch (IOException e) {
      problems.add(Problem.of(folder.toString(), "cannot be listed: " + e.getMessage()));
      return List.of();
    }
  }

  static String testsOf(String rules) {
    return rules.substring(0, rules.length() - SUFFIX.length()) + TEST_SUFFIX;
  }

  static Optional<RuleSource> read(Path folder, String name, List<Problem> problems) {
    try {
      return Optional.of(new RuleSource(name, Files.readString(folder.resolve(name))));
    } catch (IOException e) {
      problems.add(Problem.of(name, "cannot be read: " + e));
      return Optional.empty();
    }
  }
}
