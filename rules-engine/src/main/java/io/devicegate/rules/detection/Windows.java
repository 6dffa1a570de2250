package io.devicegate.rules.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one detection remembers of one key.
 *
 * <p>Time is cut into windows of equal size, numbered since 1970. A detection looks back by one
 * size from each event, so an event needs its own window and the one before; what is found is a
 * finding of the event's window, and there is at most one in each. That keeps the answer
 * independent of the order of events, misses nothing at an edge, and does not repeat itself.
 *
 * @param <W> what is remembered of one window
 */
abstract sealed class Windows<W extends Windows.Window>
    permits DistinctWindows, RatioWindows, SequenceWindows {

  // Nearly all keys have one window, and none more than a few.
  private final List<W> windows = new ArrayList<>(1);

  /** Remembers an event; hands on what is found, or is found to be another than before. */
  abstract void add(long window, Observation observation, Consumer<Finding> found);

  /** Judges the windows before this one that only their end can judge. */
  void close(long window, Consumer<Finding> found) {}

  /** Forgets the windows before this one. */
  final void forget(long before) {
    for (int i = windows.size() - 1; i >= 0; i--) {
      if (windows.get(i).number() < before) {
        windows.remove(i);
      }
    }
  }

  /** Tells whether there is nothing left from this window on. */
  final boolean endedBefore(long window) {
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i).number() >= window) {
        return false;
      }
    }
    return true;
  }

  final @Nullable W find(long number) {
    for (int i = windows.size() - 1; i >= 0; i--) {
      if (windows.get(i).number() == number) {
        return windows.get(i);
      }
    }
    return null;
  }

  final W findOrCreate(long number, java.util.function.LongFunction<W> creator) {
    W known = find(number);
    if (known != null) {
      return known;
    }
    W created = creator.apply(number);
    windows.add(created);
    return created;
  }

  final List<W> all() {
    return List.copyOf(windows);
  }

  /** What is remembered of one window. */
  abstract static class Window {

    private final long number;
    private @Nullable Finding finding;

    Window(long number) {
      this.number = number;
    }

    final long number() {
      return number;
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

  /**
   * An event, as far as a detection looks at it.
   *
   * @param steps which steps of a sequence it may be, one bit each; whether it counts for a ratio
   */
  record Observation(Mark mark, long steps) {}
}
