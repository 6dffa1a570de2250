package io.devicegate.dashboards.web;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import java.util.EnumMap;
import java.util.Map;

/**
 * A number, or words with one, and where the events are that it counts.
 *
 * @param text the number as it is shown
 * @param url the page with these events
 */
record Counted(String text, String url) {

  /** What is selected by a step; calls are whatever the gateway tells. */
  static Map<Dimension, String> at(Stage step) {
    Map<Dimension, String> only = new EnumMap<>(Dimension.class);
    if (step == Stage.CALL) {
      only.put(Dimension.SOURCE, Event.GATEWAY);
    } else {
      only.put(Dimension.STAGE, step.label());
    }
    return only;
  }

  /** What is selected by a step and how it ended. */
  static Map<Dimension, String> at(Stage step, Outcome outcome) {
    Map<Dimension, String> only = at(step);
    only.put(Dimension.OUTCOME, outcome.label());
    return only;
  }
}
