package io.devicegate.rules.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What one detection remembers of the events of one key.
 *
 * <p>Time is cut into windows of equal size, numbered since 1970. A detection looks back by one
 * size from each event, so an event needs its own window and the one before; what is found is a
 * finding of the event's window, and there is at most one in each. That keeps the answer
 * independent of the order of events, misses nothing at an edge, and does not repeat itself.
 *
 * @param <W> what is remembered of one window
 */
abstract sealed class Windows<W extends Windows.Window<W>> implements Memory
    permits DistinctWindows, RatioWindows, SequenceWindows {

  // Nearly all keys have one window, and none more than a few: a list would weigh more than they.
  private @Nullable W newest;

  /** Remembers an event; hands on what is found, or is found to be another than before. */
  abstract void add(Observation observation, Consumer<Finding> found);

  /** Forgets the windows before this one. */
  final void forget(long before) {
    while (newest != null && newest.number() < before) {
      newest = newest.next();
    }
    for (W window = newest; window != null; window = window.next()) {
      window.forget(before);
    }
  }

  @Override
  public final boolean endedBefore(long number) {
    for (W window = newest; window != null; window = window.next()) {
      if (window.number() >= number) {
        return false;
      }
    }
    return true;
  }

  final @Nullable W find(long number) {
    for (W window = newest; window != null; window = window.next()) {
      if (window.number() == number) {
        return window;
      }
    }
    return null;
  }

  final W findOrCreate(long number, LongFunction<W> creator) {
    W known = find(number);
    if (known != null) {
      return known;
    }
    W created = creator.apply(number);
    created.followedBy(newest);
    newest = created;
    return created;
  }

  final List<W> all() {
    List<W> all = new ArrayList<>();
    for (W window = newest; window != null; window = window.next()) {
      all.add(window);
    }
    return all;
  }

  /** What is remembered of one window. */
  abstract static class Window<W extends Window<W>> {

    private final long number;
    private @Nullable W next;
    private @Nullable Finding finding;

    Window(long number) {
      this.number = number;
    }

    final long number() {
      return number;
    }

    final @Nullable W next() {
      return next;
    }

    final void followedBy(@Nullable W window) {
      next = window;
    }

    /** Forgets those before that number which come next. */
    final void forget(long before) {
      while (next != null && next.number() < before) {
        next = next.next();
      }
    }

    final @Nullable Finding finding() {
      return finding;
    }

    /** Notes what is found here and hands it on, if it is not what was found before. */
    final void note(@Nullable Finding now, Consumer<Finding> found) {
      if (now != null && !now.equals(finding)) {
        finding = now;
        found.accept(now);
      }
    }
  }
}
