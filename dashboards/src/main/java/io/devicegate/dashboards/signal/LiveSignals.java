package io.devicegate.dashboards.signal;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.event.Signal;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Signals by id, at most so many: beyond that the one that expires first goes, observing ones
 * before enforcing ones. Not thread-safe.
 */
public final class LiveSignals {

  private static final Comparator<Signal> FIRST_TO_EXPIRE =
      Comparator.comparing(Signal::expiresAt).thenComparing(Signal::id);

  private final int capacity;
  private final Map<String, Signal> byId = new HashMap<>();
  private final NavigableSet<Signal> observing = new TreeSet<>(FIRST_TO_EXPIRE);
  private final NavigableSet<Signal> enforcing = new TreeSet<>(FIRST_TO_EXPIRE);
  private long evicted;

  /**
   * Creates an empty set.
   *
   * @param capacity maximum number of signals, above 0
   */
  public LiveSignals(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.capacity = capacity;
  }

  /**
   * Takes a signal in place of that with the same id; forgets those that have expired.
   *
   * @return whether it says something new that still holds
   */
  public boolean put(Signal signal, Instant now) {
    requireNonNull(signal, "signal");
    forgetExpired(now);
    Signal before = byId.get(signal.id());
    if (signal.equals(before)) {
      return false;
    }
    if (before != null) {
      remove(before);
    }
    if (!now.isBefore(signal.expiresAt())) {
      return false;
    }
    byId.put(signal.id(), signal);
    order(signal).add(signal);
    if (byId.size() <= capacity) {
      return true;
    }
    Signal least = observing.isEmpty() ? enforcing.first() : observing.first();
    remove(least);
    evicted++;
    return !least.id().equals(signal.id());
  }

  /** Returns those that hold, in no particular order. */
  public List<Signal> at(Instant now) {
    forgetExpired(now);
    return List.copyOf(byId.values());
  }

  /** Returns how many were forgotten before their time. */
  public long evicted() {
    return evicted;
  }

  private void forgetExpired(Instant now) {
    for (NavigableSet<Signal> order : List.of(observing, enforcing)) {
      while (!order.isEmpty() && !now.isBefore(order.first().expiresAt())) {
        remove(order.first());
      }
    }
  }

  private void remove(Signal signal) {
    byId.remove(signal.id());
    order(signal).remove(signal);
  }

  private NavigableSet<Signal> order(Signal signal) {
    return signal.mode() == Signal.Mode.ENFORCE ? enforcing : observing;
  }
}
