package io.devicegate.rules.detection;

/**
 * An event, as far as a detection looks at it. Most keys have one and never another, so it is all
 * that is remembered of a key until a second one comes.
 *
 * @param window number of the window that it is in
 * @param time as in a {@link Mark}, and so are the next
 * @param steps which steps of a sequence it may be, one bit each; whether it counts for a ratio
 */
record Observation(long window, long time, String source, String id, String value, long steps)
    implements Memory {

  /** Made when it is asked for: it would be another object for each key. */
  Mark mark() {
    return new Mark(time, source, id, value);
  }

  @Override
  public boolean endedBefore(long number) {
    return window < number;
  }
}
