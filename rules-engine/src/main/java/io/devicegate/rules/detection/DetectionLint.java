package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Combinations;
import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds conditions that no event can meet. Never blames one that some event meets, and may miss one
 * that none does, as {@link Combinations} says.
 */
final class DetectionLint {

  private final List<CompiledDetection> detections;

  DetectionLint(List<CompiledDetection> detections) {
    this.detections = detections;
  }

  List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    for (CompiledDetection detection : detections) {
      for (Yaml document : Yaml.read(detection.source(), problem -> {})) {
        if (document instanceof Yaml.Mapping mapping && mapping.line() == detection.line()) {
          look(detection, mapping, problems);
        }
      }
    }
    return problems.stream().sorted().toList();
  }

  private static void look(
      CompiledDetection detection, Yaml.Mapping document, List<Problem> problems) {
    Expression when = detection.when();
    if (!Combinations.isPossible(List.of(when.formula()), List.of())) {
      document
          .find("when")
          .map(at -> at.problem(detection.id() + " looks at no event: when contradicts itself"))
          .ifPresent(problems::add);
      return;
    }
    List<Expression> further = furtherConditions(detection.criterion());
    for (int i = 0; i < further.size(); i++) {
      if (!Combinations.isPossible(List.of(when.formula(), further.get(i).formula()), List.of())) {
        String what = further.size() == 1 ? "its ratio" : "step " + (i + 1) + " of its sequence";
        document
            .find(further.size() == 1 ? "ratio" : "sequence")
            .map(at -> at.problem(detection.id() + ": " + what + " contradicts when"))
            .ifPresent(problems::add);
      }
    }
  }

  private static List<Expression> furtherConditions(Criterion criterion) {
    if (criterion instanceof Criterion.Ratio ratio) {
      return List.of(ratio.of());
    }
    return criterion instanceof Criterion.Sequence sequence ? sequence.steps() : List.of();
  }
}
