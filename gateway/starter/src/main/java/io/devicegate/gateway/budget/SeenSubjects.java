package io.devicegate.gateway.budget;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The subjects that one client was seen with, each until its last request is a window ago.
 *
 * <p>A known subject costs a look-up and a write; only new ones take the lock. All clients together
 * hold a bounded number, counted in one place.
 */
final class SeenSubjects {

  private final int max;
  private final long window;
  private final int maxOverAll;
  private final AtomicInteger overAll;
  private final ConcurrentHashMap<String, AtomicLong> lastSeen = new ConcurrentHashMap<>();

  SeenSubjects(DistinctSubjects settings, int maxOverAll, AtomicInteger overAll) {
    this.max = settings.max();
    this.window = settings.window().toNanos();
    this.maxOverAll = maxOverAll;
    this.overAll = overAll;
  }

  /**
   * Returns 0 when the subject is known or there is room for it, else the nanoseconds until there
   * is.
   */
  long admit(String subject, long now) {
    AtomicLong seen = lastSeen.get(subject);
    if (seen != null && now - seen.get() < window) {
      seen.set(now);
      return 0;
    }
    return admitNew(subject, now);
  }

  /** Returns whether no subject counts any more, and forgets those that did. */
  synchronized boolean isEmptyAt(long now) {
    forgetOld(now);
    return lastSeen.isEmpty();
  }

  private synchronized long admitNew(String subject, long now) {
    if (lastSeen.size() >= max || overAll.get() >= maxOverAll) {
      forgetOld(now);
    }
    AtomicLong known = lastSeen.get(subject);
    if (known != null) {
      known.set(now);
      return 0;
    }
    if (lastSeen.size() >= max || !countOne()) {
      return untilRoom(now);
    }
    lastSeen.put(subject, new AtomicLong(now));
    return 0;
  }

  private boolean countOne() {
    return overAll.getAndUpdate(n -> n < maxOverAll ? n + 1 : n) < maxOverAll;
  }

  private void forgetOld(long now) {
    lastSeen
        .values()
        .removeIf(
            seen -> {
              boolean old = now - seen.get() >= window;
              if (old) {
                overAll.decrementAndGet();
              }
              return old;
            });
  }

  private long untilRoom(long now) {
    return lastSeen.values().stream()
        .mapToLong(seen -> Math.max(1, window - (now - seen.get())))
        .min()
        .orElse(window);
  }
}
