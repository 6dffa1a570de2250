package io.devicegate.dashboards.signal;

import io.devicegate.rules.event.Signal;
import java.util.List;

/** Hears about signals; called on the thread of the detections, so it must be quick. */
public interface SignalListener {

  /** Signals that were raised, or that are another now than those of the same ids were. */
  void raised(List<Signal> signals);

  /**
   * All signals there are, after a start or after the detections changed; others no longer hold.
   */
  void replaced(List<Signal> all);
}
