package io.devicegate.dashboards.taxonomy;

import java.util.Locale;

/** How it ended. */
public enum Outcome {
  /** It worked. */
  SUCCESS,
  /** It did not work. */
  FAILURE,
  /** Not decided yet: the device polls while the user is still busy. */
  PENDING,
  /** A person chose to stop; not a fault of the system. */
  CANCELLED,
  /** A notice, neither good nor bad. */
  INFORMATION,
  /** The code is not in the taxonomy. */
  UNKNOWN;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The name used in JSON, metrics and the store. */
  public String label() {
    return label;
  }
}
