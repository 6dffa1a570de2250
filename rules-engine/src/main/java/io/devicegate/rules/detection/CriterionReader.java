package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.condition.Scope;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads what must come together: one of {@code threshold, distinct, ratio, sequence}. */
final class CriterionReader {

  private static final List<String> KINDS = List.of("threshold", "distinct", "ratio", "sequence");
  private static final int MAX_THRESHOLD = 1_000;
  // Values are compared with each other, one by one.
  private static final int MAX_DISTINCT = 200;
  private static final int MAX_STEPS = 8;
  private static final int MAX_PLACES = 32;

  private final Fields fields;
  private final Scope scope;
  private final Set<String> known;
  private final Consumer<Problem> refuse;
  private final Consumer<Problem> refuseExpression;

  CriterionReader(
      Fields fields,
      Scope scope,
      Set<String> known,
      Consumer<Problem> refuse,
      Consumer<Problem> refuseExpression) {
    this.fields = fields;
    this.scope = scope;
    this.known = known;
    this.refuse = refuse;
    this.refuseExpression = refuseExpression;
  }

  @Nullable Criterion read(long size) {
    List<String> found = KINDS.stream().filter(fields::has).toList();
    if (found.size() != 1) {
      refuse.accept(
          fields.problem(
              (found.isEmpty() ? "nothing" : found) + " of " + KINDS + " (expected: exactly one)"));
      return null;
    }
    return switch (found.get(0)) {
      case "threshold" ->
          new Criterion.Distinct(size, null, fields.number("threshold", 1, MAX_THRESHOLD));
      case "distinct" -> distinct(size);
      case "ratio" -> ratio(size);
      default -> sequence(size);
    };
  }

  private @Nullable Criterion distinct(long size) {
    Fields distinct =
        fields.fields("distinct", Set.of("of", "at_least"), "of: and at_least: below it");
    if (distinct == null) {
      return null;
    }
    int atLeast = distinct.number("at_least", 2, MAX_DISTINCT);
    Yaml.Scalar of = distinct.scalar("of", "a text of the event");
    return of == null
        ? null
        : scope
            .text(of, known, refuseExpression)
            .<Criterion>map(value -> new Criterion.Distinct(size, value, atLeast))
            .orElse(null);
  }

  private @Nullable Criterion ratio(long size) {
    Fields ratio =
        fields.fields(
            "ratio",
            Set.of("of", "at_least", "min_events"),
            "of:, at_least: and min_events: below it");
    if (ratio == null) {
      return null;
    }
    double atLeast = ratio.share("at_least");
    int minEvents = ratio.number("min_events", 1, RatioWindows.SAMPLE);
    Expression of = condition(ratio, "of", "which of the events count");
    return of == null ? null : new Criterion.Ratio(size, of, atLeast, minEvents);
  }

  private @Nullable Criterion sequence(long size) {
    Fields sequence =
        fields.fields("sequence", Set.of("steps", "differs"), "steps: with a list below it");
    if (sequence == null) {
      return null;
    }
    List<Expression> steps = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (Yaml item : sequence.items("steps", "a list of steps")) {
      step(item, steps, order);
    }
    if (order.size() < 2 || steps.size() > MAX_STEPS || order.size() > MAX_PLACES) {
      refuse.accept(
          sequence.problem(
              "steps (expected: 2 to "
                  + MAX_STEPS
                  + ", counted by their count at most "
                  + MAX_PLACES
                  + ")"));
    }
    Yaml.Scalar text =
        sequence.has("differs") ? sequence.scalar("differs", "a text of the event") : null;
    Expression differs =
        text == null ? null : scope.text(text, known, refuseExpression).orElse(null);
    return new Criterion.Sequence(size, steps, order, differs);
  }

  private void step(Yaml item, List<Expression> steps, List<Integer> order) {
    if (!(item instanceof Yaml.Mapping mapping)) {
      refuse.accept(item.problem("step (expected: when: below it)"));
      return;
    }
    Fields step = new Fields(mapping, Set.of("when", "count"), refuse);
    Expression when = condition(step, "when", "which of the events it is");
    int count = step.has("count") ? step.number("count", 1, MAX_PLACES) : 1;
    for (int i = 0; i < count; i++) {
      order.add(steps.size());
    }
    if (when != null) {
      steps.add(when);
    }
  }

  private @Nullable Expression condition(Fields parent, String key, String expected) {
    Yaml.Scalar text = parent.scalar(key, expected);
    return text == null ? null : scope.condition(text, known, refuseExpression).orElse(null);
  }
}
