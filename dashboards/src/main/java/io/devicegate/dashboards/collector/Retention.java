package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Drops events that are older than they may be, once an hour. Not thread-safe. */
final class Retention {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private static final Duration PAUSE = Duration.ofHours(1);

  private final EventStore store;
  private final Duration keep;
  private final Clock clock;
  private Instant next = Instant.MIN;

  Retention(EventStore store, Duration keep, Clock clock) {
    this.store = store;
    this.keep = keep;
    this.clock = clock;
  }

  void sweepIfDue() {
    Instant now = clock.instant();
    if (now.isBefore(next)) {
      return;
    }
    next = now.plus(PAUSE);
    try {
      long dropped = store.dropBefore(now.minus(keep));
      if (dropped > 0) {
        log.info("Dropped {} events older than {}", dropped, keep);
      }
    } catch (StoreUnavailableException e) {
      log.warn("Old events were not dropped; trying again in an hour", e);
    }
  }
}
