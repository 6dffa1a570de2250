package io.devicegate.rules.detection;

import java.util.Arrays;

/**
 * A small sorted list of marks.
 *
 * <p>Each way of adding keeps a part of all marks ever added that depends neither on their order
 * nor on how often each was added.
 */
final class Marks {

  private static final Mark[] NONE = {};

  private Mark[] marks = NONE;
  private int size;

  /** Returns a list of the same marks that goes its own way. */
  Marks copy() {
    Marks copy = new Marks();
    copy.marks = Arrays.copyOf(marks, size);
    copy.size = size;
    return copy;
  }

  int size() {
    return size;
  }

  Mark get(int i) {
    return marks[i];
  }

  /**
   * Keeps the earliest mark of each value, of the {@code limit} values that came first.
   *
   * @return from where on the list is another now; -1 if it is the same
   */
  int addEarliest(Mark mark, int limit) {
    if (size == limit && mark.compareTo(marks[size - 1]) >= 0) {
      return -1;
    }
    int same = find(mark.value());
    if (same >= 0) {
      if (marks[same].compareTo(mark) <= 0) {
        return -1;
      }
      remove(same);
    }
    int place = insert(mark);
    if (size > limit) {
      remove(size - 1);
    }
    return place;
  }

  /**
   * Keeps the latest mark of each value, of the {@code limit} values that were seen last.
   *
   * @return whether the list is another now
   */
  boolean addLatest(Mark mark, int limit) {
    if (size == limit && mark.compareTo(marks[0]) <= 0) {
      return false;
    }
    int same = find(mark.value());
    if (same >= 0) {
      if (marks[same].compareTo(mark) >= 0) {
        return false;
      }
      remove(same);
    }
    insert(mark);
    if (size > limit) {
      remove(0);
    }
    return true;
  }

  /**
   * Keeps the first {@code limit} marks and the last {@code limit}, whatever their values.
   *
   * @return whether a mark was dropped for it
   */
  boolean addOutermost(Mark mark, int limit) {
    if (Arrays.binarySearch(marks, 0, size, mark) >= 0) {
      return false;
    }
    insert(mark);
    if (size <= 2 * limit) {
      return false;
    }
    remove(limit);
    return true;
  }

  /** Returns the index of the first mark after a time. */
  int firstAfter(long time) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (marks[middle].time() > time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Tells whether one of the first so many marks has a value. */
  boolean hasValue(String value, int within) {
    int found = find(value);
    return found >= 0 && found < within;
  }

  private int find(String value) {
    for (int i = 0; i < size; i++) {
      if (marks[i].value().equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private int insert(Mark mark) {
    int place = Arrays.binarySearch(marks, 0, size, mark);
    place = place < 0 ? -place - 1 : place;
    if (size == marks.length) {
      marks = Arrays.copyOf(marks, size + Math.max(1, size / 2));
    }
    System.arraycopy(marks, place, marks, place + 1, size - place);
    marks[place] = mark;
    size++;
    return place;
  }

  @SuppressWarnings("NullAway") // Behind the last mark there is none.
  private void remove(int i) {
    size--;
    System.arraycopy(marks, i + 1, marks, i, size - i);
    marks[size] = null;
  }
}
