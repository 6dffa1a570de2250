package io.devicegate.rules.detection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds events that follow each other, the first and the last no further apart than one size of a
 * window.
 *
 * <p>Remembers of each step the first and the last 64 events in each window, so a burst hides
 * nothing that comes after it.
 */
final class SequenceWindows extends Windows<SequenceWindows.Steps> {

  private static final int KEPT = 64;

  private final Criterion.Sequence criterion;

  SequenceWindows(Criterion.Sequence criterion) {
    this.criterion = criterion;
  }

  @Override
  void add(Observation observation, Consumer<Finding> found) {
    int steps = criterion.steps().size();
    long number = observation.window();
    Steps window = findOrCreate(number, n -> new Steps(n, steps));
    Mark mark = observation.mark();
    for (int step = 0; step < steps; step++) {
      if ((observation.steps() & (1L << step)) != 0) {
        window.marks[step].addOutermost(mark, KEPT);
      }
    }
    window.note(search(find(number - 1), window), found);
    Steps next = find(number + 1);
    if (next != null) {
      next.note(search(window, next), found);
    }
  }

  /** Finds the earliest event of a window that ends a sequence. */
  private @Nullable Finding search(@Nullable Steps before, Steps window) {
    Map<Mark, Long> events = new TreeMap<>();
    if (before != null) {
      before.collect(events);
    }
    window.collect(events);
    Best[] best = new Best[criterion.places()];
    for (Map.Entry<Mark, Long> event : events.entrySet()) {
      Chain end = follow(event.getKey(), event.getValue(), best);
      if (end != null && Math.floorDiv(end.mark.time(), criterion.size()) == window.number()) {
        return Finding.of(window.number(), end.marks());
      }
    }
    return null;
  }

  /** Puts an event behind what it may follow; returns the whole sequence if it ends one. */
  private @Nullable Chain follow(Mark mark, long steps, Best[] best) {
    Chain end = null;
    // From the last place to the first, so that no event follows itself.
    for (int place = best.length - 1; place >= 0; place--) {
      if ((steps & (1L << criterion.stepAt(place))) == 0) {
        continue;
      }
      if (place == best.length - 1) {
        end = best[place - 1] == null ? null : end(mark, best[place - 1]);
        continue;
      }
      Best here = best[place] == null ? new Best() : best[place];
      best[place] = here;
      if (place == 0) {
        here.offer(new Chain(mark, mark, null));
      } else if (best[place - 1] != null) {
        best[place - 1].extend(mark, here);
      }
    }
    return end;
  }

  private @Nullable Chain end(Mark mark, Best before) {
    for (Chain chain : before.chains()) {
      boolean near = chain.start.time() > mark.time() - criterion.size();
      boolean unlike = criterion.differs() == null || !chain.start.value().equals(mark.value());
      if (near && unlike) {
        return new Chain(chain.start, mark, chain);
      }
    }
    return null;
  }

  /** The events of a window by the steps that they may be. */
  static final class Steps extends Window<Steps> {

    private final Marks[] marks;

    Steps(long number, int steps) {
      super(number);
      this.marks = new Marks[steps];
      for (int i = 0; i < steps; i++) {
        marks[i] = new Marks();
      }
    }

    private void collect(Map<Mark, Long> events) {
      for (int step = 0; step < marks.length; step++) {
        for (int i = 0; i < marks[step].size(); i++) {
          events.merge(marks[step].get(i), 1L << step, (a, b) -> a | b);
        }
      }
    }
  }

  /** The first places of a sequence, filled. */
  private record Chain(Mark start, Mark mark, @Nullable Chain before) {

    List<Mark> marks() {
      List<Mark> marks = new ArrayList<>();
      for (Chain chain = this; chain != null; chain = chain.before) {
        marks.add(chain.mark);
      }
      Collections.reverse(marks);
      return marks;
    }
  }

  /**
   * The chains that began last up to one place: the very last, and the last whose start has another
   * value, for when the end must have another value than the start.
   */
  private static final class Best {

    private @Nullable Chain last;
    private @Nullable Chain other;

    void offer(Chain chain) {
      if (last == null || chain.start.compareTo(last.start) > 0) {
        if (last != null && !last.start.value().equals(chain.start.value())) {
          other = last;
        }
        last = chain;
        return;
      }
      boolean unlike = !last.start.value().equals(chain.start.value());
      if (unlike && (other == null || chain.start.compareTo(other.start) > 0)) {
        other = chain;
      }
    }

    void extend(Mark mark, Best next) {
      chains().forEach(chain -> next.offer(new Chain(chain.start, mark, chain)));
    }

    List<Chain> chains() {
      if (last == null) {
        return List.of();
      }
      return other == null ? List.of(last) : List.of(last, other);
    }
  }
}
