package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.RecordedDecision;
import io.devicegate.rules.cli.RulesOfFolder.Kind;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleFolder;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.testing.GeneratedRequests;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The requests that a command tries policies on: recorded ones, or some that are made up. */
final class RequestInput {

  static final int MAX_REQUESTS = 100_000;

  @Option(
      names = "--decisions",
      paramLabel = "FILE",
      description = "Takes the requests of recorded decisions, 100,000 at most.")
  private @Nullable Path decisions;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "2000",
      converter = WholeNumber.Requests.class,
      description = "How many requests to make up without --decisions (default: 2000).")
  private int samples = 2_000;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The same seed makes up the same requests (default: 1).")
  private long seed = 1;

  /** Returns the requests; those that are made up have values that stand in the policies. */
  List<AccessRequest> requests(Path... folders) throws IOException {
    return decisions == null ? generated(folders) : recorded(decisions);
  }

  private List<AccessRequest> generated(Path... folders) {
    List<RuleSource> policies = new ArrayList<>();
    for (Path folder : folders) {
      Path access = new RulesOfFolder(folder).folder(Kind.ACCESS);
      policies.addAll(new RuleFolder(access, problem -> {}).rules(RuleFolder.YAML));
    }
    GeneratedRequests generator = new GeneratedRequests(policies, seed);
    List<AccessRequest> requests = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      requests.add(generator.next());
    }
    return requests;
  }

  private static List<AccessRequest> recorded(Path file) throws IOException {
    List<AccessRequest> requests = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    RecordedDecision.readAll(
        file,
        record -> {
          if (requests.size() < MAX_REQUESTS) {
            requests.add(record.decision().request());
          }
        },
        problem -> {
          if (problems.isEmpty()) {
            problems.add(problem);
          }
        });
    if (!problems.isEmpty()) {
      throw new UnreadableException(problems.get(0).toString());
    }
    if (requests.isEmpty()) {
      throw new UnreadableException(file + ": no recorded decisions (expected: one per line)");
    }
    return requests;
  }
}
