package io.devicegate.dashboards.collector;

import java.time.Instant;
import java.util.List;

/**
 * What was found wrong, or right, with the way that a tenant's log takes to here.
 *
 * @param at when it was looked at
 * @param checks each thing that was looked at; several of one kind with several log streams
 */
public record Checkup(Instant at, List<Check> checks) {

  public Checkup {
    checks = List.copyOf(checks);
  }

  /** The worst of the checks; {@link Result#UNKNOWN} is worse than a warning. */
  public Result result() {
    return checks.stream().map(Check::result).max(Result::compareTo).orElse(Result.UNKNOWN);
  }

  /** Returns how many checks of a kind had this result. */
  public long count(Kind kind, Result result) {
    return checks.stream()
        .filter(check -> check.kind() == kind && check.result() == result)
        .count();
  }

  /** How a check ended, from good to bad. */
  public enum Result {
    OK,
    WARNING,
    UNKNOWN,
    PROBLEM
  }

  /** What is looked at. */
  public enum Kind {
    /** Whether the tenant's settings can be read. */
    SETTINGS,
    /** Whether anything brings the log here. */
    SOURCE,
    /** Whether the tenant delivers. */
    DELIVERY,
    /** Whether the stream's filters let the codes through that the pages and detections need. */
    FILTERS,
    /** Whether personal data is masked so that people cannot be told apart. */
    MASKING,
    /** Whether what the stream sends as Authorization is what the webhook expects. */
    AUTHORIZATION,
    /** Whether this machine's clock agrees with the tenant's. */
    CLOCK
  }

  /**
   * One thing that was looked at.
   *
   * @param finding what was found, in a sentence; never holds a secret
   * @param remedy what to do, in a sentence; empty if there is nothing to do
   */
  public record Check(Kind kind, Result result, String finding, String remedy) {}
}
