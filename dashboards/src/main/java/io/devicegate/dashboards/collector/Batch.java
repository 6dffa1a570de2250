package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;
import java.util.List;

/**
 * What one delivery held.
 *
 * @param events what could be read
 * @param rejected what could not
 */
record Batch(List<StoredEvent> events, List<RejectedEvent> rejected) {

  Batch {
    events = List.copyOf(events);
    rejected = List.copyOf(rejected);
  }

  int size() {
    return events.size() + rejected.size();
  }
}
