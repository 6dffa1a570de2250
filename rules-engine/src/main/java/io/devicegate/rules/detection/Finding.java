package io.devicegate.rules.detection;

import java.util.List;

/**
 * That something was found in one window of one key. In its window a later finding replaces an
 * earlier one.
 *
 * @param window number of the window
 * @param raised microseconds since 1970
 */
record Finding(long window, long raised, List<String> events, long count, long total) {

  static final int MAX_EVENTS = 16;

  Finding {
    events = List.copyOf(events);
  }

  static Finding of(long window, List<Mark> marks) {
    List<String> last =
        marks.subList(Math.max(0, marks.size() - MAX_EVENTS), marks.size()).stream()
            .map(Mark::event)
            .toList();
    return new Finding(
        window, marks.get(marks.size() - 1).time(), last, marks.size(), marks.size());
  }
}
