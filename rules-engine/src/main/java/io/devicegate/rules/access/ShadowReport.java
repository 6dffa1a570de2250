package io.devicegate.rules.access;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what policies in shadow would have changed, against the number of requests seen: nothing
 * out of none is no news, nothing out of a million is.
 *
 * <p>Thread-safe. Its size is bounded by the number of policies; make a new one when the rules are
 * reloaded.
 */
public final class ShadowReport {

  private final LongAdder seen = new LongAdder();
  private final Map<String, Counts> byPolicy = new ConcurrentHashMap<>();

  /** Counts one decision. */
  public void accept(Decision decision) {
    seen.increment();
    for (Decision.WouldBe wouldBe : decision.wouldBe()) {
      byPolicy
          .computeIfAbsent(wouldBe.policy(), policy -> new Counts())
          .add(wouldBe, decision.effect());
    }
  }

  /** Returns how many decisions were counted. */
  public long requests() {
    return seen.sum();
  }

  /** Returns a line for each policy in shadow that had something to say, sorted by name. */
  public List<Line> lines() {
    return byPolicy.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> entry.getValue().line(entry.getKey(), seen.sum()))
        .toList();
  }

  /**
   * What one policy would have changed.
   *
   * @param policy its name
   * @param requests how many requests were seen
   * @param wouldRestrict how many of them would have been refused, limited or asked for more
   * @param wouldAllow how many refused ones would have passed
   * @param failed on how many it could not be evaluated
   * @param overBudget on how many it was not evaluated, for lack of budget
   */
  public record Line(
      String policy,
      long requests,
      long wouldRestrict,
      long wouldAllow,
      long failed,
      long overBudget) {}

  private static final class Counts {

    private final LongAdder wouldRestrict = new LongAdder();
    private final LongAdder wouldAllow = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder overBudget = new LongAdder();

    void add(Decision.WouldBe wouldBe, Effect live) {
      switch (wouldBe.outcome()) {
        case MATCHED -> {}
        case FAILED -> failed.increment();
        case OVER_BUDGET -> overBudget.increment();
      }
      int stricter = wouldBe.effect().compareTo(live);
      if (stricter > 0) {
        wouldRestrict.increment();
      } else if (stricter < 0) {
        wouldAllow.increment();
      }
    }

    Line line(String policy, long requests) {
      return new Line(
          policy, requests, wouldRestrict.sum(), wouldAllow.sum(), failed.sum(), overBudget.sum());
    }
  }
}
