package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.SourceFreshness;
import java.time.Instant;
import java.util.List;

/**
 * What the first page shows.
 *
 * @param asked when it was read, by our clock
 * @param funnel the device flow
 * @param decisions what the gateway decided, most frequent first
 * @param unknown codes that the taxonomy does not hold, most frequent first
 * @param sources how fresh each source is; none if no event ever came
 * @param latest the newest events
 */
public record Overview(
    Instant asked,
    Funnel funnel,
    List<DecisionCount> decisions,
    List<UnknownCode> unknown,
    List<SourceFreshness> sources,
    List<EventView> latest) {

  public Overview {
    decisions = List.copyOf(decisions);
    unknown = List.copyOf(unknown);
    sources = List.copyOf(sources);
    latest = List.copyOf(latest);
  }
}
