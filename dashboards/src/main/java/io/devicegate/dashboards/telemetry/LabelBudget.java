package io.devicegate.dashboards.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Keeps a label's values few: the first ones pass as they are, later ones become {@code other}.
 *
 * <p>Thread-safe; concurrent first sights may exceed the limit by the number of threads.
 */
final class LabelBudget {

  static final String OTHER = "other";

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]{1,64}");

  private final int limit;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  LabelBudget(int limit) {
    this.limit = limit;
  }

  /** Whether a value passes as it is. */
  boolean holds(String value) {
    return seen.contains(value);
  }

  String admit(String value) {
    if (seen.contains(value)) {
      return value;
    }
    if (seen.size() >= limit || !PLAIN.matcher(value).matches()) {
      return OTHER;
    }
    seen.add(value);
    return value;
  }
}
