package io.devicegate.rules.access;

import io.devicegate.rules.access.Decision.WouldBe;
import io.devicegate.rules.condition.ConditionError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates the policies in shadow, each as if it alone were added to the live ones. */
final class Shadow {

  private final PolicyIndex index;
  private final long budget;

  Shadow(PolicyIndex index, long budget) {
    this.index = index;
    this.budget = budget;
  }

  /**
   * Returns what the policies in shadow have to say.
   *
   * @param live the effect of the live policies; null when none matched
   */
  List<WouldBe> run(AccessRequest request, @Nullable Effect live) {
    PolicyIndex.Candidates candidates = index.candidates(request);
    if (candidates.size() == 0) {
      return List.of();
    }
    List<WouldBe> wouldBe = new ArrayList<>();
    long left = budget;
    for (int i = 0; i < candidates.size(); i++) {
      Policy policy = index.policy(candidates.get(i));
      left -= policy.cost() + 1;
      WouldBe said =
          left < 0
              ? wouldBe(policy, "", WouldBe.Outcome.OVER_BUDGET, live, null)
              : run(policy, request, live);
      if (said != null) {
        wouldBe.add(said);
      }
    }
    return wouldBe;
  }

  private static @Nullable WouldBe run(
      Policy policy, AccessRequest request, @Nullable Effect live) {
    try {
      Policy.Fired fired = policy.rule().evaluate(request);
      return fired == null
          ? null
          : wouldBe(
              policy,
              fired.match().label(),
              WouldBe.Outcome.MATCHED,
              live,
              fired.outcome().effect());
    } catch (ConditionError e) {
      Effect effect =
          switch (policy.onError()) {
            case DENY -> Effect.DENY;
            case ALLOW -> Effect.ALLOW;
            case SKIP -> null;
          };
      return wouldBe(policy, "", WouldBe.Outcome.FAILED, live, effect);
    }
  }

  private static WouldBe wouldBe(
      Policy policy,
      String rule,
      WouldBe.Outcome outcome,
      @Nullable Effect live,
      @Nullable Effect own) {
    Effect effect =
        live == null || own == null
            ? live == null ? (own == null ? Effect.DENY : own) : live
            : live.strictest(own);
    return new WouldBe(policy.name(), rule, outcome, effect);
  }
}
