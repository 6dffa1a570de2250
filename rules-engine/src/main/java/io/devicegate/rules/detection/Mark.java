package io.devicegate.rules.detection;

/**
 * What is remembered of one event. The order is that of time; the id decides between equals, so
 * that it is the same in whatever order events arrive.
 *
 * @param time microseconds since 1970
 * @param source the event's source
 * @param id the event's id
 * @param value what a detection looks at: the value it counts, or compares; empty when nothing
 */
record Mark(long time, String source, String id, String value) implements Comparable<Mark> {

  @Override
  public int compareTo(Mark other) {
    if (time != other.time) {
      return Long.compare(time, other.time);
    }
    int byId = id.compareTo(other.id);
    return byId != 0 ? byId : source.compareTo(other.source);
  }

  /** Returns the name of the event in evidence. */
  String event() {
    return source + ":" + id;
  }
}
