package io.devicegate.rules.access;

/** What a policy that cannot be evaluated does to the request. */
public enum OnError {
  /** It denies. */
  DENY,
  /** It is as if it were not there: it neither allows nor denies. */
  SKIP,
  /** It allows, unless another policy is stricter. */
  ALLOW
}
