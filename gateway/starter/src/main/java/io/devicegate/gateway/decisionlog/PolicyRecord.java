package io.devicegate.gateway.decisionlog;

import io.devicegate.rules.access.Decision;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the access policies said of a request.
 *
 * @param effect {@code allow}, {@code throttle}, {@code step_up} or {@code deny}
 * @param rule the match that decided, such as {@code catalogue#2}; empty when none matched
 * @param reason code of the rule
 * @param explanation a sentence
 * @param digest of the policies that decided
 * @param elapsedNanos how long they took
 * @param wouldBe what policies in shadow would have made of it, such as {@code next#1:deny}
 * @param failed names of the policies that could not be evaluated
 * @param recorded everything needed to decide again; null when that is not to be kept
 */
public record PolicyRecord(
    String effect,
    String rule,
    String reason,
    String explanation,
    String digest,
    long elapsedNanos,
    List<String> wouldBe,
    List<String> failed,
    @Nullable Decision recorded) {

  public PolicyRecord {
    wouldBe = List.copyOf(wouldBe);
    failed = List.copyOf(failed);
  }

  /**
   * Describes a decision.
   *
   * @param recorded whether to keep everything that is needed to decide again
   */
  public static PolicyRecord of(Decision decision, boolean recorded) {
    return new PolicyRecord(
        decision.effect().name().toLowerCase(Locale.ROOT),
        decision.rule(),
        decision.reason(),
        decision.explanation(),
        decision.digest(),
        decision.elapsedNanos(),
        decision.wouldBe().stream().map(PolicyRecord::text).toList(),
        decision.failures().stream().map(Decision.Failure::policy).toList(),
        recorded ? decision : null);
  }

  private static String text(Decision.WouldBe wouldBe) {
    String rule = wouldBe.rule().isEmpty() ? wouldBe.policy() : wouldBe.rule();
    String outcome =
        wouldBe.outcome() == Decision.WouldBe.Outcome.MATCHED
            ? wouldBe.effect().name()
            : wouldBe.outcome().name();
    return rule + ":" + outcome.toLowerCase(Locale.ROOT);
  }
}
