package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.access.Decision;
import io.devicegate.rules.access.RecordedDecision;
import io.devicegate.rules.source.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description =
        "Decides recorded decisions again by the access policies and says how many change, which,"
            + " for which clients and on which routes.")
final class ReplayCommand implements Task {

  private static final int MAX_GROUPS = 10_000;
  private static final int MAX_PROBLEMS = 100;

  @Mixin private AccessInput access = new AccessInput();

  @Parameters(
      index = "1",
      paramLabel = "DECISIONS",
      description = "File of recorded decisions, one JSON object per line.")
  private Path decisions = Path.of("decisions.jsonl");

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many changed decisions to name (default: 20).")
  private int limit = 20;

  @Override
  public Report run() throws IOException {
    AccessRules rules = access.compile();
    Replay replay = new Replay(rules, limit);
    List<Problem> problems = new ArrayList<>();
    RecordedDecision.readAll(
        decisions,
        replay::accept,
        problem -> {
          if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
          }
        });
    Report report = new Report().problems(problems);
    if (!problems.isEmpty()) {
      report.status(Report.UNREADABLE);
    }
    return replay.write(report);
  }

  /** Counts what changes; its size is bounded by groups and the limit. */
  private static final class Replay {

    private final AccessRules rules;
    private final int limit;
    private final Map<String, Integer> changes = new TreeMap<>();
    private final Map<String, int[]> groups = new TreeMap<>();
    private final List<Map<String, Object>> named = new ArrayList<>();
    private int seen;
    private int changed;

    Replay(AccessRules rules, int limit) {
      this.rules = rules;
      this.limit = limit;
    }

    void accept(RecordedDecision record) {
      AccessRequest request = record.decision().request();
      Decision now = rules.decide(request);
      Optional<String> change = DecisionChange.between(record.decision(), now);
      seen++;
      int[] group = group(request);
      group[1]++;
      if (change.isPresent()) {
        changed++;
        group[0]++;
        changes.merge(change.get(), 1, Integer::sum);
        if (named.size() < limit) {
          named.add(data(record, change.get(), now));
        }
      }
    }

    private int[] group(AccessRequest request) {
      String name = "client " + request.client().id() + ", route " + request.request().route();
      boolean room = groups.size() < MAX_GROUPS || groups.containsKey(name);
      return groups.computeIfAbsent(room ? name : "all others", key -> new int[2]);
    }

    Report write(Report report) {
      String head = changed + " of " + RuleCheck.count(seen, "decision") + " would change";
      if (changed == 0) {
        report.good(head);
      } else {
        report.bad(head).status(Report.FINDINGS);
      }
      changes.forEach((change, count) -> report.line("  %6d  %s".formatted(count, change)));
      List<Map<String, Object>> grouped = new ArrayList<>();
      groups.forEach(
          (name, counts) -> {
            if (counts[0] > 0) {
              report.line("%s: %d of %d".formatted(name, counts[0], counts[1]));
              Map<String, Object> group = new LinkedHashMap<>();
              group.put("group", name);
              group.put("changed", (long) counts[0]);
              group.put("decisions", (long) counts[1]);
              grouped.add(group);
            }
          });
      named.forEach(
          one ->
              report.line(
                  "%s %s: %s, by %s"
                      .formatted(
                          one.get("id"), one.get("request"), one.get("change"), one.get("rule"))));
      if (changed > named.size() && !named.isEmpty()) {
        report.line("and " + (changed - named.size()) + " more");
      }
      Map<String, Object> counts = new LinkedHashMap<>();
      changes.forEach((change, count) -> counts.put(change, (long) count));
      return report
          .put("decisions", seen)
          .put("changed", changed)
          .put("changes", counts)
          .put("groups", grouped)
          .put("examples", named);
    }

    private static Map<String, Object> data(RecordedDecision record, String change, Decision now) {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("id", record.id());
      data.put("request", DecisionChange.describe(record.decision().request()));
      data.put("change", change);
      data.put("before", record.decision().reason());
      data.put("after", now.reason());
      data.put("rule", now.rule().isEmpty() ? "no rule" : now.rule());
      return data;
    }
  }
}
