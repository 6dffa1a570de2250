package io.devicegate.rules.detection;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds so many different values within one size of a window; when the values are the ids of the
 * events, so many events.
 *
 * <p>Remembers of each window only the first and the last so many values. No more is needed: the
 * first event at which enough have come together is the first with its value in its window, not
 * preceded by more of them than are asked for, and of the window before it needs the last ones.
 */
final class DistinctWindows extends Windows<DistinctWindows.Values> {

  private final Criterion.Distinct criterion;

  DistinctWindows(Criterion.Distinct criterion) {
    this.criterion = criterion;
  }

  @Override
  void add(Observation observation, Consumer<Finding> found) {
    long number = observation.window();
    Values window = findOrCreate(number, Values::new);
    Mark mark = observation.mark();
    boolean changedLatest = window.addLatest(mark, criterion.atLeast());
    int changed = window.earliest.addEarliest(mark, criterion.atLeast());
    if (changed >= 0 && (window.end == null || mark.compareTo(window.end) < 0)) {
      note(search(find(number - 1), window, changed), window, found);
    }
    Values next = changedLatest ? find(number + 1) : null;
    if (next != null) {
      note(search(window, next, 0), next, found);
    }
  }

  private static void note(List<Mark> marks, Values window, Consumer<Finding> found) {
    if (!marks.isEmpty()) {
      window.end = marks.get(marks.size() - 1);
      window.note(Finding.of(window.number(), marks), found);
    }
  }

  /**
   * Finds the earliest event of a window at which enough have come together, and returns those; it
   * is the last of them.
   *
   * @param from no event before this one can be it
   */
  private List<Mark> search(@Nullable Values before, Values window, int from) {
    Marks earliest = window.earliest;
    int lookedBack = before == null ? 0 : before.latest().size();
    for (int i = from; i < earliest.size(); i++) {
      if (i + 1 + lookedBack >= criterion.atLeast()) {
        List<Mark> marks = before(before, earliest, i);
        if (marks.size() + i + 1 >= criterion.atLeast()) {
          for (int j = 0; j <= i; j++) {
            marks.add(earliest.get(j));
          }
          return marks;
        }
      }
    }
    return List.of();
  }

  /** Returns what the window before adds to the first {@code i + 1} marks of this one. */
  private List<Mark> before(@Nullable Values before, Marks earliest, int i) {
    List<Mark> marks = new ArrayList<>();
    if (before == null) {
      return marks;
    }
    Marks latest = before.latest();
    for (int j = latest.firstAfter(earliest.get(i).time() - criterion.size());
        j < latest.size();
        j++) {
      // An event is in one window only; a value may be in both.
      if (criterion.of() == null || !earliest.hasValue(latest.get(j).value(), i + 1)) {
        marks.add(latest.get(j));
      }
    }
    return marks;
  }

  /** The first and the last values of a window. */
  static final class Values extends Window<Values> {

    private final Marks earliest = new Marks();
    // None as long as every value came once and found room: then the last are the first.
    private @Nullable Marks latest;
    // The event that completed what was found here.
    private @Nullable Mark end;

    Values(long number) {
      super(number);
    }

    private Marks latest() {
      return latest == null ? earliest : latest;
    }

    /** Comes before the mark is among the earliest. */
    private boolean addLatest(Mark mark, int limit) {
      if (latest == null) {
        if (earliest.size() < limit && !earliest.hasValue(mark.value(), limit)) {
          return true;
        }
        latest = earliest.copy();
      }
      return latest.addLatest(mark, limit);
    }
  }
}
