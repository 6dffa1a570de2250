package io.devicegate.gateway.policy;

import io.devicegate.rules.access.Decision;
import io.devicegate.rules.access.Effect;

/**
 * What the access policies say of a request. What becomes of it is the enforcement point's to say:
 * a throttled request passes while there is budget, a step-up when the login is good enough
 * already.
 */
public final class Ruling {

  private final Decision decision;
  private final boolean shown;
  private final Recording recording;

  Ruling(Decision decision, boolean shown, Recording recording) {
    this.decision = decision;
    this.shown = shown;
    this.recording = recording;
  }

  /** Everything that they say, and what they saw. */
  public Decision decision() {
    return decision;
  }

  /** Whether the caller may read the explanation. */
  public boolean isExplanationShown() {
    return shown;
  }

  /** Whether it is a denial since a policy could not be evaluated. */
  public boolean isFailure() {
    return decision.effect() == Effect.DENY && decision.reason().equals(Decision.RULE_FAILED);
  }

  /**
   * Tells whether the decision is to be logged with all that the policies saw. By chance for some:
   * ask once.
   *
   * @param refusal whether the request was refused in the end
   */
  public boolean isRecorded(boolean refusal) {
    return recording.records(decision, refusal);
  }
}
