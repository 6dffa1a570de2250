package io.devicegate.dashboards.taxonomy;

/**
 * What the taxonomy says about one event.
 *
 * @param stage the step of the device flow
 * @param outcome how it ended
 */
public record Classification(Stage stage, Outcome outcome) {

  /** An event whose code nobody knows yet. */
  static final Classification UNKNOWN = new Classification(Stage.NONE, Outcome.UNKNOWN);
}
