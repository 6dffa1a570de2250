package io.devicegate.rules.access;

import org.jspecify.annotations.Nullable;

/** What a policy that cannot be evaluated does to the request. */
public enum OnError {
  /** It denies. */
  DENY,
  /** It is as if it were not there: it neither allows nor denies. */
  SKIP,
  /** It allows, unless another policy is stricter. */
  ALLOW;

  /** Returns the effect of a failure; null when there is none. */
  @Nullable Effect effect() {
    return switch (this) {
      case DENY -> Effect.DENY;
      case SKIP -> null;
      case ALLOW -> Effect.ALLOW;
    };
  }
}
