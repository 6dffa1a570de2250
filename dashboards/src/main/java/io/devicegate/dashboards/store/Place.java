package io.devicegate.dashboards.store;

import java.time.Instant;

/**
 * Where an event stands among all, newest first by its source's clock.
 *
 * @param time when it happened
 * @param source its source
 * @param id its identity within the source
 */
public record Place(Instant time, String source, String id) {

  /** The place of that event. */
  public static Place of(StoredEvent event) {
    return new Place(event.event().time(), event.event().source(), event.event().id());
  }
}
