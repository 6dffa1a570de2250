package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.AccessRulesOptions;
import io.devicegate.rules.detection.DetectionOptions;
import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A folder with rules of up to three kinds, each in a folder of its own. */
final class RulesOfFolder {

  private final Path folder;

  /**
   * Looks into a folder.
   *
   * @throws UnreadableException if no rules can be in it
   */
  RulesOfFolder(Path folder) {
    this.folder = folder;
    if (kinds().isEmpty()) {
      throw new UnreadableException(
          folder + ": no rules here (expected: a folder with access, detections or login in it)");
    }
  }

  /** Returns the kinds of rules that are there. */
  List<Kind> kinds() {
    List<Kind> kinds = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      if (Files.isDirectory(folder.resolve(kind.folder))) {
        kinds.add(kind);
      }
    }
    return kinds;
  }

  Path folder(Kind kind) {
    return folder.resolve(kind.folder);
  }

  /**
   * Does something with one kind of rules.
   *
   * @param problems takes what is wrong with them, under names that lead to the files from here
   * @return what came of it, unless something is wrong
   */
  <T> Optional<T> with(Kind kind, Function<Path, T> use, List<Problem> problems) {
    try {
      return Optional.of(use.apply(folder(kind)));
    } catch (RuleCompilationException e) {
      e.problems().forEach(problem -> problems.add(named(kind, problem)));
      return Optional.empty();
    }
  }

  /** Returns the files of rules of a kind, sorted by name; none when there is no such folder. */
  List<RuleSource> rules(Kind kind) {
    return new RuleFolder(folder(kind), problem -> {}).rules(kind.suffix());
  }

  /**
   * Returns the files of tests of a kind, sorted, under names that lead to them from here; none
   * when there is no such folder.
   */
  List<RuleSource> tests(Kind kind) {
    RuleFolder files = new RuleFolder(folder(kind), problem -> {});
    return files.testNames().stream()
        .flatMap(name -> files.read(name).stream())
        .map(file -> new RuleSource(nameOf(kind, file.file()), file.text()))
        .toList();
  }

  /** Returns a problem under a name that leads to the file from here. */
  Problem named(Kind kind, Problem problem) {
    String file = nameOf(kind, problem.file());
    return new Problem(file, problem.line(), problem.column(), problem.message());
  }

  /** Returns a name that leads to a file of a kind from here. */
  String nameOf(Kind kind, String file) {
    return file.equals(folder(kind).toString())
        ? file
        : folder(kind).resolve(file).toString().replace('\\', '/');
  }

  /**
   * Compiles the access policies.
   *
   * @param inputs what is fed of the inputs that policies require by name
   * @throws RuleCompilationException if they do not compile
   * @throws UnreadableException if there are none
   */
  AccessRules access(Set<String> inputs) {
    if (!kinds().contains(Kind.ACCESS)) {
      throw new UnreadableException(folder(Kind.ACCESS) + ": there is no such folder");
    }
    List<Problem> problems = new ArrayList<>();
    return with(Kind.ACCESS, path -> access(path, inputs), problems)
        .orElseThrow(() -> new RuleCompilationException(problems));
  }

  static AccessRules access(Path folder, Set<String> inputs) {
    return AccessRules.compile(folder, AccessRulesOptions.defaults().withInputs(inputs));
  }

  static DetectionRules detections(Path folder) {
    return DetectionRules.compile(folder, DetectionOptions.defaults());
  }

  /** A kind of rules. */
  enum Kind {
    ACCESS("access", RuleFolder.YAML, "policies"),
    DETECTIONS("detections", RuleFolder.YAML, "detections"),
    LOGIN("login", RuleFolder.SCRIPT, "login rules");

    private final String folder;
    private final String suffix;
    private final String plural;

    Kind(String folder, String suffix, String plural) {
      this.folder = folder;
      this.suffix = suffix;
      this.plural = plural;
    }

    /** Returns how the names of the files of rules end. */
    String suffix() {
      return suffix;
    }

    String plural() {
      return plural;
    }

    String folder() {
      return folder;
    }
  }
}
