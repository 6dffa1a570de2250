package io.devicegate.rules.cli;

import io.devicegate.rules.access.Decision;
import io.devicegate.rules.access.Effect;
import io.devicegate.rules.access.Obligations;
import io.devicegate.rules.condition.RecordData;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes decisions for people and for programs; without how long they took. */
final class DecisionText {

  private DecisionText() {}

  static Report report(Decision decision) {
    Report report = new Report();
    String head = name(decision.effect()) + " " + decision.reason();
    String rule = decision.rule().isEmpty() ? " (no rule)" : " (rule " + decision.rule() + ")";
    if (decision.effect() == Effect.DENY) {
      report.bad(head + rule);
    } else {
      report.good(head + rule);
    }
    if (!decision.explanation().isEmpty()) {
      report.line("  " + decision.explanation());
    }
    obligations(decision.obligations()).forEach(text -> report.line("  obligation: " + text));
    decision
        .failures()
        .forEach(
            failure ->
                report.bad(
                    "  failed: %s, treated as %s: %s"
                        .formatted(
                            failure.policy(), name(failure.treatedAs()), failure.message())));
    decision
        .wouldBe()
        .forEach(
            shadow ->
                report.line(
                    "  in shadow: %s would make it %s (%s)"
                        .formatted(
                            shadow.policy(), name(shadow.effect()), name(shadow.outcome()))));
    return report.put("decision", data(decision));
  }

  static String name(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  static List<String> obligations(Obligations obligations) {
    List<String> texts = new ArrayList<>();
    obligations.headers().forEach((name, value) -> texts.add("header " + name + ": " + value));
    if (!obligations.dropScopes().isEmpty()) {
      texts.add("drop scopes " + String.join(" ", obligations.dropScopes()));
    }
    if (obligations.rateClass() != null) {
      texts.add("rate class " + obligations.rateClass());
    }
    if (obligations.requiredAcr() != null) {
      texts.add("required acr " + obligations.requiredAcr());
    }
    if (obligations.maxAge() != null) {
      texts.add("max age " + obligations.maxAge());
    }
    return texts;
  }

  private static Map<String, Object> data(Decision decision) {
    Map<String, Object> data = new LinkedHashMap<>(RecordData.write(decision));
    data.remove("elapsed_nanos");
    data.remove("request");
    return data;
  }
}
