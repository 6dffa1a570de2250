package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An event as people read it.
 *
 * @param time when it happened, by the source's clock
 * @param received when it reached us, by our clock
 * @param type the source's own code
 * @param meaning what the code means; null for a code that nobody knows and for decisions
 */
public record EventView(
    String source,
    String id,
    Instant time,
    Instant received,
    String type,
    @Nullable String meaning,
    Stage stage,
    Outcome outcome,
    @Nullable String reason,
    @Nullable String description,
    @Nullable String client,
    @Nullable String user,
    @Nullable String session,
    @Nullable String ip) {

  static EventView of(StoredEvent stored, Taxonomy taxonomy) {
    Event event = stored.event();
    Subject subject = event.subject();
    return new EventView(
        event.source(),
        event.id(),
        event.time(),
        stored.received(),
        event.type(),
        meaning(event, taxonomy),
        stored.stage(),
        stored.outcome(),
        stored.reason(),
        stored.description(),
        subject.client(),
        subject.user(),
        subject.session(),
        subject.ip());
  }

  private static @Nullable String meaning(Event event, Taxonomy taxonomy) {
    return event.source().equals(Event.AUTH0)
        ? taxonomy.find(event.type()).map(EventCode::meaning).orElse(null)
        : null;
  }
}
