package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drops events that are older than they may be, once an hour, and what of the others may be kept no
 * longer. Not thread-safe.
 */
final class Retention {

  private static final Logger log = LoggerFactory.getLogger(Retention.class);

  private static final Duration PAUSE = Duration.ofHours(1);
  private static final Duration AGING_PAUSE = Duration.ofMinutes(1);

  private final EventStore store;
  private final Duration keep;
  private final Clock clock;
  private Instant next = Instant.MIN;
  private Instant nextAging = Instant.MIN;

  Retention(EventStore store, Duration keep, Clock clock) {
    this.store = store;
    this.keep = keep;
    this.clock = clock;
  }

  /** Does a part of what is due; true if there is more. */
  boolean sweep() {
    Instant now = clock.instant();
    if (!now.isBefore(next)) {
      next = now.plus(PAUSE);
      drop(now);
    }
    return !now.isBefore(nextAging) && age(now);
  }

  private void drop(Instant now) {
    try {
      long dropped = store.dropBefore(now.minus(keep));
      if (dropped > 0) {
        log.info("Dropped {} events older than {}", dropped, keep);
      }
    } catch (StoreUnavailableException e) {
      log.warn("Old events were not dropped; trying again in an hour", e);
    }
  }

  private boolean age(Instant now) {
    try {
      if (store.age()) {
        return true;
      }
    } catch (StoreUnavailableException e) {
      log.warn("Personal data was not given up; trying again in a minute", e);
    }
    nextAging = now.plus(AGING_PAUSE);
    return false;
  }
}
