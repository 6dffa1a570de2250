package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.TimeRange;
import java.util.List;

/**
 * The device flow over a stretch of time.
 *
 * @param range which events count
 * @param steps the steps in the order of the flow
 */
public record Funnel(TimeRange range, List<FunnelStep> steps) {

  public Funnel {
    steps = List.copyOf(steps);
  }
}
