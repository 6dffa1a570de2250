package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRequest;
import io.devicegate.rules.access.Decision;
import java.util.Optional;

/** How two decisions on one request differ, for whoever made or is to bear it. */
final class DecisionChange {

  private DecisionChange() {}

  /**
   * Returns the change in a few words, such as {@code allow -> deny}; nothing when effect,
   * obligations and reason are the same.
   */
  static Optional<String> between(Decision before, Decision after) {
    String effect = DecisionText.name(before.effect());
    if (before.effect() != after.effect()) {
      return Optional.of(effect + " -> " + DecisionText.name(after.effect()));
    }
    if (!before.obligations().equals(after.obligations())) {
      return Optional.of(effect + ", other obligations");
    }
    return before.reason().equals(after.reason())
        ? Optional.empty()
        : Optional.of(effect + ", other reason");
  }

  /** Returns what a request was, in a few words. */
  static String describe(AccessRequest request) {
    return "%s %s (client %s, route %s)"
        .formatted(
            request.request().method(),
            request.request().path(),
            request.client().id(),
            request.request().route());
  }
}
