package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.cli.RulesOfFolder.Kind;
import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.login.LoginRules;
import io.devicegate.rules.login.LoginRulesOptions;
import io.devicegate.rules.source.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compiles every kind of rules in a folder and keeps what is wrong with any. */
final class RuleCheck {

  private final RulesOfFolder rules;
  private final Set<String> inputs;
  private final LoginRulesOptions login;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Kind, Integer> sizes = new EnumMap<>(Kind.class);
  private @Nullable AccessRules access;
  private @Nullable DetectionRules detections;
  private final List<Problem> remarks = new ArrayList<>();

  RuleCheck(Path folder, Set<String> inputs, LoginRulesOptions login) {
    this.inputs = inputs;
    this.login = login;
    this.rules = new RulesOfFolder(folder);
    for (Kind kind : rules.kinds()) {
      size(kind).ifPresent(size -> sizes.put(kind, size));
    }
  }

  List<Problem> problems() {
    return problems;
  }

  RulesOfFolder rules() {
    return rules;
  }

  /** Returns the access policies, if there are any and they compile. */
  Optional<AccessRules> access() {
    return Optional.ofNullable(access);
  }

  /** Returns the detections, if there are any and they compile. */
  Optional<DetectionRules> detections() {
    return Optional.ofNullable(detections);
  }

  /** Returns what login rules use in vain, under names that lead to the files from here. */
  List<Problem> remarks() {
    return remarks;
  }

  /** Writes the problems, or how many rules have none. */
  Report report() {
    Report report = new Report().problems(problems);
    sizes.forEach((kind, size) -> report.put(kind.folder(), size));
    if (!problems.isEmpty()) {
      return report.bad(count(problems.size(), "problem")).status(Report.FINDINGS);
    }
    return report.good("no problems: " + sizes());
  }

  /** Returns how many rules of each kind there are, such as {@code 3 policies, 2 login rules}. */
  String sizes() {
    List<String> parts = new ArrayList<>();
    sizes.forEach((kind, size) -> parts.add(size + " " + kind.plural()));
    return String.join(", ", parts);
  }

  static String count(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private Optional<Integer> size(Kind kind) {
    return switch (kind) {
      case ACCESS -> {
        Optional<AccessRules> compiled =
            rules.with(kind, path -> RulesOfFolder.access(path, inputs), problems);
        access = compiled.orElse(null);
        yield compiled.map(AccessRules::size);
      }
      case DETECTIONS -> {
        detections = rules.with(kind, RulesOfFolder::detections, problems).orElse(null);
        yield detections().map(compiled -> compiled.detections().size());
      }
      case LOGIN -> rules.with(kind, this::scripts, problems);
    };
  }

  private int scripts(Path folder) {
    try (LoginRules loaded = LoginRules.load(folder, login)) {
      loaded.remarks().forEach(remark -> remarks.add(rules.named(Kind.LOGIN, remark)));
      return loaded.names().size();
    }
  }
}
