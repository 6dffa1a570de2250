package io.devicegate.dashboards.taxonomy;

import java.util.Locale;

/** How much attention one such event deserves by itself. */
public enum Severity {
  /** None. */
  INFO,
  /** Worth counting. */
  NOTICE,
  /** Worth a look when it repeats. */
  WARNING,
  /** Worth a look at once. */
  ALARM;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name used in JSON. */
  public String label() {
    return label;
  }
}
