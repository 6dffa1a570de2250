package io.devicegate.rules.cli;

import io.devicegate.rules.access.Effect;
import io.devicegate.rules.access.Explanation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description =
        "Decides one request and says which rule fired, what each clause came to and, for a"
            + " denial, the fewest clauses that would have let it pass.")
final class ExplainCommand implements Task {

  @Mixin private AccessInput access = new AccessInput();

  @Parameters(
      index = "1",
      paramLabel = "REQUEST",
      description = "Request as YAML or JSON, or a recorded decision; - for standard input.")
  private Path request = Path.of("-");

  @Override
  public Report run() throws IOException {
    Explanation explanation = access.compile().explain(RequestFile.read(request));
    Report report = DecisionText.report(explanation.decision());
    explanation
        .clauses()
        .forEach(
            clause ->
                report.line(
                    "  %-6s %s  %s"
                        .formatted(
                            DecisionText.name(clause.value()), clause.match(), clause.text())));
    if (explanation.decision().effect() == Effect.DENY) {
      wouldPass(report, explanation.wouldPass());
    }
    return report
        .put("clauses", explanation.clauses().stream().map(ExplainCommand::data).toList())
        .put("would_pass", explanation.wouldPass().stream().map(ExplainCommand::data).toList());
  }

  private static void wouldPass(Report report, List<Explanation.Change> changes) {
    if (changes.isEmpty()) {
      report.line("no change of a few clauses would let it pass");
      return;
    }
    report.line("would pass, had these been otherwise:");
    changes.forEach(change -> report.line("  %-6s %s".formatted(change.value(), change.text())));
  }

  private static Map<String, Object> data(Explanation.Clause clause) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("match", clause.match());
    data.put("text", clause.text());
    data.put("value", DecisionText.name(clause.value()));
    return data;
  }

  private static Map<String, Object> data(Explanation.Change change) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("text", change.text());
    data.put("value", change.value());
    return data;
  }
}
