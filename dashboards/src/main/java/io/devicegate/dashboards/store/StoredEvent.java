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
 */
public record StoredEvent(
    Event event,
    Stage stage,
    Outcome outcome,
    @Nullable String reason,
    @Nullable String description,
    Instant received) {}
