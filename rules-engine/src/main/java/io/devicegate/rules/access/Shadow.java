package io.devicegate.rules.access;

import io.devicegate.rules.access.Decision.WouldBe;
import io.devicegate.rules.condition.ConditionError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the policies in shadow, each as if it alone were added to the live ones, or put in the
 * place of what is live of it.
 */
final class Shadow {

  private final PolicyIndex live;
  private final PolicyIndex index;
  private final Map<String, Policy> liveParts = new HashMap<>();
  private final long budget;

  Shadow(PolicyIndex live, List<Policy> policies, long budget) {
    this.live = live;
    this.index = new PolicyIndex(policies);
    this.budget = budget;
    Map<String, Policy> byName = new HashMap<>();
    policies.forEach(policy -> byName.put(policy.name(), policy));
    for (int i = 0; i < live.size(); i++) {
      Policy part = live.policy(i);
      if (byName.containsKey(part.name())) {
        liveParts.put(part.name(), part);
      }
    }
  }

  /**
   * Returns what the policies in shadow have to say.
   *
   * @param effect of the live policies; null when none matched
   */
  List<WouldBe> run(AccessRequest request, @Nullable Effect effect) {
    PolicyIndex.Candidates candidates = index.candidates(request);
    if (candidates.size() == 0) {
      return List.of();
    }
    List<WouldBe> wouldBe = new ArrayList<>();
    Run run = new Run(request, effect);
    for (int i = 0; i < candidates.size(); i++) {
      WouldBe said = run.evaluate(index.policy(candidates.get(i)));
      if (said != null) {
        wouldBe.add(said);
      }
    }
    return wouldBe;
  }

  /** What one policy said: a match, a failure, or nothing. */
  private record Said(String rule, WouldBe.Outcome outcome, @Nullable Effect effect) {

    static final Said NOTHING = new Said("", WouldBe.Outcome.MATCHED, null);

    static Said by(Policy policy, AccessRequest request) {
      try {
        Policy.Fired fired = policy.rule().evaluate(request);
        return fired == null
            ? NOTHING
            : new Said(fired.match().label(), WouldBe.Outcome.MATCHED, fired.outcome().effect());
      } catch (ConditionError e) {
        return new Said("", WouldBe.Outcome.FAILED, policy.onError().effect());
      }
    }
  }

  /** The evaluation on one request, which ends when the budget is spent. */
  private final class Run {

    private final AccessRequest request;
    private final @Nullable Effect effect;
    private long left = budget;

    Run(AccessRequest request, @Nullable Effect effect) {
      this.request = request;
      this.effect = effect;
    }

    @Nullable WouldBe evaluate(Policy policy) {
      Policy part = liveParts.get(policy.name());
      if (!affords(policy) || (part != null && !affords(part))) {
        return overBudget(policy);
      }
      Said said = Said.by(policy, request);
      if (part == null) {
        return said.equals(Said.NOTHING) ? null : wouldBe(policy, said, effect);
      }
      Said before = Said.by(part, request);
      if (said.equals(before)) {
        return null;
      }
      // Unless the live part may be what decided, the others alone come to the same.
      if (before.effect() == null || before.effect() != effect) {
        return wouldBe(policy, said, effect);
      }
      return insteadOf(part, policy, said);
    }

    private WouldBe insteadOf(Policy part, Policy policy, Said said) {
      Effect others = null;
      PolicyIndex.Candidates candidates = live.candidates(request);
      for (int i = 0; i < candidates.size() && others != Effect.DENY; i++) {
        Policy other = live.policy(candidates.get(i));
        if (other.name().equals(part.name())) {
          continue;
        }
        if (!affords(other)) {
          return overBudget(policy);
        }
        others = strictest(others, other.effect(request));
      }
      return wouldBe(policy, said, others);
    }

    private boolean affords(Policy policy) {
      left -= policy.cost() + 1;
      return left >= 0;
    }

    private WouldBe overBudget(Policy policy) {
      Said nothing = new Said("", WouldBe.Outcome.OVER_BUDGET, null);
      return wouldBe(policy, nothing, effect);
    }
  }

  private static WouldBe wouldBe(Policy policy, Said said, @Nullable Effect others) {
    Effect effect = strictest(others, said.effect());
    return new WouldBe(
        policy.name(), said.rule(), said.outcome(), effect == null ? Effect.DENY : effect);
  }

  private static @Nullable Effect strictest(@Nullable Effect a, @Nullable Effect b) {
    return a == null || b == null ? (a == null ? b : a) : a.strictest(b);
  }
}
