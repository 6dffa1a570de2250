package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.AccessRules;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench}. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description =
        "Measures decisions per second by the access policies on one thread. For figures to"
            + " publish, use the benchmarks in the sources.")
final class BenchCommand implements Task {

  static final int MAX_COUNT = 10_000_000;
  private static final double NANOS = 1e9;
  private static final double[] PERCENTILES = {50, 90, 99, 99.9};

  @Mixin private AccessInput access = new AccessInput();

  @Mixin private RequestInput input = new RequestInput();

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "200000",
      converter = WholeNumber.Decisions.class,
      description = "Decisions to measure, after as many to warm up (default: 200000).")
  private int count = 200_000;

  @Override
  public Report run() throws IOException {
    AccessRules rules = access.compile();
    List<AccessRequest> requests = input.requests(access.folder());
    measure(rules, requests, count);
    long start = System.nanoTime();
    long[] nanos = measure(rules, requests, count);
    double seconds = (System.nanoTime() - start) / NANOS;
    Arrays.sort(nanos);
    long perSecond = Math.round(count / Math.max(seconds, 1 / NANOS));
    Report report = new Report();
    report.line(
        "%s, %s, %s"
            .formatted(
                rules.size() == 1 ? "1 policy" : rules.size() + " policies",
                RuleCheck.count(requests.size(), "request"),
                RuleCheck.count(count, "decision")));
    report.line("%,d decisions per second".formatted(perSecond));
    Map<String, Object> percentiles = new LinkedHashMap<>();
    for (double percentile : PERCENTILES) {
      long value = nanos[(int) Math.min(count - 1L, (long) (count * percentile / 100))];
      String name = "p" + (percentile == 99.9 ? "99.9" : Long.toString((long) percentile));
      report.line(String.format(Locale.ROOT, "%-6s %.1f µs", name, value / 1_000.0));
      percentiles.put(name, value);
    }
    report.line(String.format(Locale.ROOT, "%-6s %.1f µs", "max", nanos[count - 1] / 1_000.0));
    percentiles.put("max", nanos[count - 1]);
    return report
        .put("policies", rules.size())
        .put("requests", requests.size())
        .put("decisions", count)
        .put("per_second", perSecond)
        .put("nanos", percentiles);
  }

  private static long[] measure(AccessRules rules, List<AccessRequest> requests, int count) {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      AccessRequest request = requests.get(i % requests.size());
      long before = System.nanoTime();
      rules.decide(request);
      nanos[i] = System.nanoTime() - before;
    }
    return nanos;
  }
}
