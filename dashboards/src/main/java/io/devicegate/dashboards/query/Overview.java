package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.SourceFreshness;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the first page shows.
 *
 * @param asked the end of what was read; for what is live, when that was, by our clock
 * @param funnel the device flow
 * @param weekAgo the same a week earlier; null if no event of that time is stored
 * @param decisions what the gateway decided, most frequent first
 * @param unknown codes that the taxonomy does not hold, most frequent first
 * @param sources how fresh each source is; none if no event ever came
 * @param latest the newest events that were asked for
 */
public record Overview(
    Instant asked,
    Funnel funnel,
    @Nullable Funnel weekAgo,
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
