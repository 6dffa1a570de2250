package io.devicegate.rules.access;

import java.util.List;

/**
 * What the rules say about one request, and why.
 *
 * @param effect what becomes of the request
 * @param rule the match that decided, as {@code policy#2} or {@code policy/nested-rule#1}; empty
 *     when none matched
 * @param reason code for logs, metrics and callers, from the rule or one of {@link
 *     #NO_RULE_MATCHED} and {@link #RULE_FAILED}
 * @param explanation a sentence for a person
 * @param obligations what to do when the request passes; none on a denial
 * @param digest of the rules that decided
 * @param elapsedNanos how long it took by {@link AccessRulesOptions#ticker}
 * @param request everything the rules could see: deciding it again by the same rules gives the same
 * @param failures rules that could not be evaluated
 * @param wouldBe what rules in shadow would have changed
 */
public record Decision(
    Effect effect,
    String rule,
    String reason,
    String explanation,
    Obligations obligations,
    String digest,
    long elapsedNanos,
    AccessRequest request,
    List<Failure> failures,
    List<WouldBe> wouldBe) {

  /** Reason of a denial because no rule spoke. */
  public static final String NO_RULE_MATCHED = "no_rule_matched";

  /** Reason of a denial because a rule could not be evaluated. */
  public static final String RULE_FAILED = "rule_failed";

  public Decision {
    failures = List.copyOf(failures);
    wouldBe = List.copyOf(wouldBe);
  }

  /** Tells whether both say the same about the same, however long they took. */
  public boolean sameAs(Decision other) {
    return effect == other.effect
        && rule.equals(other.rule)
        && reason.equals(other.reason)
        && explanation.equals(other.explanation)
        && obligations.equals(other.obligations)
        && digest.equals(other.digest)
        && request.equals(other.request)
        && failures.equals(other.failures)
        && wouldBe.equals(other.wouldBe);
  }

  /**
   * A rule that could not be evaluated on this request.
   *
   * @param policy its name
   * @param treatedAs what was made of it
   * @param message what went wrong
   */
  public record Failure(String policy, OnError treatedAs, String message) {}

  /**
   * What a rule in shadow said, which changed nothing.
   *
   * @param policy its name
   * @param rule the match that spoke; empty when none did or the rule was not evaluated
   * @param outcome what came of the rule
   * @param effect what the decision would have been with the rule enforced
   */
  public record WouldBe(String policy, String rule, Outcome outcome, Effect effect) {

    /** What came of a rule in shadow. */
    public enum Outcome {
      /** It matched. */
      MATCHED,
      /** It could not be evaluated. */
      FAILED,
      /** The budget of all rules in shadow was spent. */
      OVER_BUDGET
    }
  }
}
