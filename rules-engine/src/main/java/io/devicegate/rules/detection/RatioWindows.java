package io.devicegate.rules.detection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds that too large a share of the events of a window is of one kind. Judged when the window is
 * over, for until then the next event may turn the answer.
 *
 * <p>Exact for up to 1,024 events in a window. Of more it keeps the 1,024 with the smallest hash of
 * their ids: a sample that does not depend on the order of events nor on duplicates, by which the
 * share is known within two points or so.
 */
final class RatioWindows extends Windows<RatioWindows.Sample> {

  static final int SAMPLE = 1_024;

  private final Criterion.Ratio criterion;

  RatioWindows(Criterion.Ratio criterion) {
    this.criterion = criterion;
  }

  @Override
  void add(Observation observation, Consumer<Finding> found) {
    findOrCreate(observation.window(), Sample::new)
        .add(observation.mark(), observation.steps() != 0);
  }

  @Override
  public void close(long before, Consumer<Finding> found) {
    for (Sample window : all()) {
      if (window.number() < before) {
        judge(window, found);
      }
    }
    forget(before);
  }

  private void judge(Sample window, Consumer<Finding> found) {
    double share = window.counted() / (double) window.size;
    if (window.size >= criterion.minEvents() && share >= criterion.atLeast()) {
      long total = window.total();
      List<String> events = new ArrayList<>();
      for (int i = 0; i < window.first.size(); i++) {
        events.add(window.first.get(i).event());
      }
      long end = (window.number() + 1) * criterion.size();
      found.accept(new Finding(window.number(), end, events, Math.round(share * total), total));
    }
  }

  /** A sample of the events of a window; the lowest bit of a hash tells whether it counts. */
  static final class Sample extends Window<Sample> {

    private final Marks first = new Marks();
    private long[] hashes = new long[4];
    private int size;

    Sample(long number) {
      super(number);
    }

    private void add(Mark mark, boolean counts) {
      if (counts) {
        first.addEarliest(mark, Finding.MAX_EVENTS);
      }
      // Without the sign, so that plain comparison is in order.
      long hash = (hash(mark) & Long.MAX_VALUE & ~1L) | (counts ? 1 : 0);
      int place = Arrays.binarySearch(hashes, 0, size, hash);
      if (place >= 0 || (size == SAMPLE && -place - 1 == SAMPLE)) {
        return;
      }
      insert(-place - 1, hash);
    }

    private void insert(int place, long hash) {
      if (size == hashes.length && size < SAMPLE) {
        hashes = Arrays.copyOf(hashes, 2 * size);
      }
      size = Math.min(size + 1, SAMPLE);
      System.arraycopy(hashes, place, hashes, place + 1, size - place - 1);
      hashes[place] = hash;
    }

    private long counted() {
      return Arrays.stream(hashes, 0, size).filter(hash -> (hash & 1) != 0).count();
    }

    /** Returns how many events there were; of a full sample by how dense its hashes lie. */
    private long total() {
      return size < SAMPLE
          ? size
          : Math.round((SAMPLE - 1) * (Long.MAX_VALUE / (double) hashes[SAMPLE - 1]));
    }

    /** FNV-1a over the name of the event, and the finalizer of MurmurHash3 over that. */
    private static long hash(Mark mark) {
      long hash = 0xcbf29ce484222325L;
      String name = mark.event();
      for (int i = 0; i < name.length(); i++) {
        hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
      }
      hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
      hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
      return hash ^ (hash >>> 33);
    }
  }
}
