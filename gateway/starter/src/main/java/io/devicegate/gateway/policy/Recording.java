package io.devicegate.gateway.policy;

import io.devicegate.rules.access.Decision;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which decisions are logged with all that the policies saw: the token's claims, never the token.
 *
 * @param refused whether those that refuse are
 * @param shadowDifferences whether those are that a policy in shadow would have changed
 * @param allowedShare share of the others, from 0 to 1
 */
record Recording(
    @DefaultValue("true") boolean refused,
    @DefaultValue("true") boolean shadowDifferences,
    @DefaultValue("0.01") double allowedShare) {

  /**
   * Tells whether to record a decision.
   *
   * @param refusal whether the request was refused in the end
   */
  boolean records(Decision decision, boolean refusal) {
    return (refusal && refused)
        || (shadowDifferences && differs(decision))
        || (!refusal && allowedShare > 0 && chance() < allowedShare);
  }

  private static boolean differs(Decision decision) {
    for (Decision.WouldBe wouldBe : decision.wouldBe()) {
      if (wouldBe.effect() != decision.effect()) {
        return true;
      }
    }
    return false;
  }

  private static double chance() {
    return ThreadLocalRandom.current().nextDouble();
  }
}
