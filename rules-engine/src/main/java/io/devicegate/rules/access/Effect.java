package io.devicegate.rules.access;

/** What becomes of a request. Ordered: the later of two effects is the stricter and wins. */
public enum Effect {
  /** The request passes. */
  ALLOW,
  /** The request passes while its rate class has budget left. */
  THROTTLE,
  /** The request passes once the user has authenticated as the obligations say (RFC 9470). */
  STEP_UP,
  /** The request is refused. */
  DENY;

  /** Returns the stricter of the two. */
  public Effect strictest(Effect other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
