package io.devicegate.rules.detection;

import java.util.function.Consumer;

/** What one detection remembers of one key. */
sealed interface Memory permits Observation, Windows {

  /** Judges the windows before this one that only their end can judge. */
  default void close(long window, Consumer<Finding> found) {}

  /** Tells whether there is nothing left from this window on. */
  boolean endedBefore(long number);
}
