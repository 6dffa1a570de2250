package io.devicegate.dashboards.incident;

import java.util.Locale;

/** How sure a verdict is. */
public enum Certainty {
  /** May well be otherwise. */
  LOW,
  /** Chance is unlikely. */
  MEDIUM,
  /** Chance is out of the question, and nothing is missing. */
  HIGH;

  /** The name used in JSON and on the page. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
