package io.devicegate.dashboards.store;

import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import org.jspecify.annotations.Nullable;

/**
 * How many events of one kind there are.
 *
 * @param source the events' source
 * @param type the source's own code
 * @param stage the step of the device flow
 * @param outcome how they ended
 * @param reason the source's short error or decision code
 * @param count how many, above zero
 */
public record EventCount(
    String source, String type, Stage stage, Outcome outcome, @Nullable String reason, long count) {

  /** Returns another number of the same kind. */
  public EventCount withCount(long other) {
    return new EventCount(source, type, stage, outcome, reason, other);
  }
}
