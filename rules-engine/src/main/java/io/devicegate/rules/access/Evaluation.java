package io.devicegate.rules.access;

import io.devicegate.rules.access.Decision.Failure;
import io.devicegate.rules.condition.ConditionError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The evaluation of the live policies on one request. Lives as long as the decision takes. */
final class Evaluation {

  private static final Outcome FAILED =
      new Outcome(Effect.DENY, Decision.RULE_FAILED, Obligations.NONE);

  private final AccessRequest request;
  private @Nullable Policy policy;
  private Policy.@Nullable Match match;
  private @Nullable Outcome outcome;
  private Obligations obligations = Obligations.NONE;
  private List<Failure> failures = List.of();

  Evaluation(AccessRequest request) {
    this.request = request;
  }

  /** Evaluates until one denies; the order is that of the index, never that of the files. */
  Evaluation run(PolicyIndex index) {
    PolicyIndex.Candidates candidates = index.candidates(request);
    for (int i = 0; i < candidates.size() && effect() != Effect.DENY; i++) {
      run(index.policy(candidates.get(i)));
    }
    return this;
  }

  /** Returns the effect so far, or null when nothing has matched. */
  @Nullable Effect effect() {
    return outcome == null ? null : outcome.effect();
  }

  Decision decision(String digest, List<Decision.WouldBe> wouldBe, long elapsedNanos) {
    if (outcome == null) {
      return new Decision(
          Effect.DENY,
          "",
          Decision.NO_RULE_MATCHED,
          "No rule allows this request.",
          Obligations.NONE,
          digest,
          elapsedNanos,
          request,
          failures,
          wouldBe);
    }
    return new Decision(
        outcome.effect(),
        label(),
        outcome.reason(),
        explanation(outcome),
        outcome.effect() == Effect.DENY ? Obligations.NONE : obligations,
        digest,
        elapsedNanos,
        request,
        failures,
        wouldBe);
  }

  private void run(Policy next) {
    if (outcome != null && next.plain()) {
      return;
    }
    try {
      Policy.Fired fired = next.rule().evaluate(request);
      if (fired != null) {
        add(next, fired.match(), fired.outcome());
      }
    } catch (ConditionError e) {
      fail(next, String.valueOf(e.getMessage()));
    }
  }

  private void fail(Policy failed, String message) {
    failures = new ArrayList<>(failures);
    failures.add(new Failure(failed.name(), failed.onError(), message));
    switch (failed.onError()) {
      case DENY -> add(failed, null, FAILED);
      case ALLOW -> add(failed, null, Outcome.ALLOW);
      case SKIP -> {}
    }
  }

  private void add(Policy next, Policy.@Nullable Match nextMatch, Outcome nextOutcome) {
    obligations = obligations.and(nextOutcome.obligations());
    if (outcome == null || nextOutcome.effect().compareTo(outcome.effect()) > 0) {
      policy = next;
      match = nextMatch;
      outcome = nextOutcome;
    }
  }

  private String label() {
    if (match != null) {
      return match.label();
    }
    return policy == null ? "" : policy.name();
  }

  private String explanation(Outcome decided) {
    if (match != null && match.explanation() != null) {
      try {
        return (String) match.explanation().evaluate(request);
      } catch (ConditionError e) {
        // The decision stands without its sentence; the default one names the rule.
        return sentence(decided);
      }
    }
    return sentence(decided);
  }

  private String sentence(Outcome decided) {
    if (decided.reason().equals(Decision.RULE_FAILED)) {
      return "The policy " + label() + " could not be evaluated.";
    }
    if (policy != null && !policy.description().isEmpty()) {
      return policy.description();
    }
    return switch (decided.effect()) {
      case ALLOW -> "Allowed by " + label() + ".";
      case THROTTLE -> "Limited by " + label() + ".";
      case STEP_UP -> "More authentication is required by " + label() + ".";
      case DENY -> "Denied by " + label() + ".";
    };
  }
}
