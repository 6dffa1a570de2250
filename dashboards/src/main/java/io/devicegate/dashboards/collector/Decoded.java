package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoredEvent;

/** One element of a delivery: an event, or not. */
sealed interface Decoded {

  record Accepted(StoredEvent event) implements Decoded {}

  record Refused(RejectedEvent event) implements Decoded {}
}
