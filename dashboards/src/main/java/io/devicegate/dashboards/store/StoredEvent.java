package io.devicegate.dashboards.store;

import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event with what pages ask about it.
 *
 * @param event what happened; its JSON holds no secret
 * @param stage the step of the device flow
 * @param outcome how it ended
 * @param reason the source's short error or decision code, such as {@code invalid_grant}
 * @param description the source's own words
 * @param received when it reached us, by our clock
 * @param weight how many alike happenings it stands for, at least 1; more than 1 only for calls
 *     that the gateway let through and counted together
 * @param traits what its JSON says that pages tell events apart by; null if nobody has read it, so
 *     that the store has to
 */
public record StoredEvent(
    Event event,
    Stage stage,
    Outcome outcome,
    @Nullable String reason,
    @Nullable String description,
    Instant received,
    long weight,
    @Nullable Traits traits) {

  public StoredEvent {
    if (weight < 1) {
      throw new IllegalArgumentException("weight: " + weight + " (expected: at least 1)");
    }
  }

  /** The same event as if it had come when it happened, unless it came before. */
  public StoredEvent cameAtOnce() {
    return event.time().isBefore(received)
        ? new StoredEvent(event, stage, outcome, reason, description, event.time(), weight, traits)
        : this;
  }

  /** An event that stands for itself, and whose JSON nobody has read. */
  public StoredEvent(
      Event event,
      Stage stage,
      Outcome outcome,
      @Nullable String reason,
      @Nullable String description,
      Instant received) {
    this(event, stage, outcome, reason, description, received, 1, null);
  }
}
