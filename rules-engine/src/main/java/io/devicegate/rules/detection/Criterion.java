package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What must come together in one window. Sizes are in microseconds. */
sealed interface Criterion {

  long size();

  /** Tells whether one event alone is never found. */
  boolean needsSeveral();

  /** Returns an empty memory for one key. */
  Windows<?> newWindows();

  /** Returns all that is asked of an event. */
  List<Expression> expressions();

  /**
   * So many different values.
   *
   * @param of the value; null for the event itself, so that events are counted
   */
  record Distinct(long size, @Nullable Expression of, int atLeast) implements Criterion {
    @Override
    public boolean needsSeveral() {
      return atLeast > 1;
    }

    @Override
    public Windows<?> newWindows() {
      return new DistinctWindows(this);
    }

    @Override
    public List<Expression> expressions() {
      return of == null ? List.of() : List.of(of);
    }
  }

  /**
   * So large a share.
   *
   * @param of which events count
   * @param atLeast the share, above 0 and up to 1
   * @param minEvents fewer events say nothing
   */
  record Ratio(long size, Expression of, double atLeast, int minEvents) implements Criterion {
    @Override
    public boolean needsSeveral() {
      return false;
    }

    @Override
    public Windows<?> newWindows() {
      return new RatioWindows(this);
    }

    @Override
    public List<Expression> expressions() {
      return List.of(of);
    }
  }

  /**
   * One after the other.
   *
   * @param order which step stands at which place; one that must come three times has three
   * @param differs a value that must be there, and another at the end than at the start
   */
  record Sequence(
      long size, List<Expression> steps, List<Integer> order, @Nullable Expression differs)
      implements Criterion {

    public Sequence {
      steps = List.copyOf(steps);
      order = List.copyOf(order);
    }

    @Override
    public boolean needsSeveral() {
      return true;
    }

    @Override
    public Windows<?> newWindows() {
      return new SequenceWindows(this);
    }

    @Override
    public List<Expression> expressions() {
      List<Expression> all = new ArrayList<>(steps);
      if (differs != null) {
        all.add(differs);
      }
      return all;
    }

    int places() {
      return order.size();
    }

    int stepAt(int place) {
      return order.get(place);
    }
  }
}
