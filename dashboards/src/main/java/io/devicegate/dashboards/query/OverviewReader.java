package io.devicegate.dashboards.query;

import io.devicegate.dashboards.incident.Activity;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Asks the store what pages and the API show. Blocks, so never call it on an event loop. */
public final class OverviewReader {

  private final EventStore store;
  private final Taxonomy taxonomy;
  private final FunnelBuilder funnels;

  public OverviewReader(EventStore store, Taxonomy taxonomy) {
    this.store = store;
    this.taxonomy = taxonomy;
    this.funnels = new FunnelBuilder(taxonomy);
  }

  /**
   * Everything about a stretch, and the events that match.
   *
   * @param asked the end of what was read
   * @param now what happened in the stretch
   * @param weekAgo the same a week earlier
   */
  public Overview overview(Instant asked, Activity now, Activity weekAgo, EventFilter latest) {
    List<SourceFreshness> sources =
        store.freshness().stream().filter(SourceFreshness::isSteady).toList();
    return new Overview(
        asked,
        funnel(now, sources),
        weekAgo.counts().isEmpty() ? null : funnel(weekAgo, sources),
        decisions(now.counts()),
        unknown(now.counts()),
        sources,
        events(latest));
  }

  /** The device flow in that stretch. */
  Funnel funnel(TimeRange range) {
    return funnel(Activity.in(range, store), store.freshness());
  }

  /** One event as it was stored, if it still is. */
  public Optional<StoredEvent> event(String source, String id) {
    Selection identity =
        new Selection(Map.of(Dimension.SOURCE, List.of(source), Dimension.ID, List.of(id)), null);
    return store.find(EventFilter.newest(identity, 1)).stream().findFirst();
  }

  /** The events that match, newest first. */
  public List<EventView> events(EventFilter filter) {
    return store.find(filter).stream().map(event -> EventView.of(event, taxonomy)).toList();
  }

  private Funnel funnel(Activity activity, List<SourceFreshness> sources) {
    Set<String> seen =
        sources.stream().map(SourceFreshness::source).collect(Collectors.toUnmodifiableSet());
    return funnels.build(activity, store.countCallers(activity.range()), seen);
  }

  /** What gateways decided in that stretch, the most frequent first. */
  public List<DecisionCount> decisions(TimeRange range) {
    return decisions(store.count(range));
  }

  private static List<DecisionCount> decisions(List<EventCount> counts) {
    return counts.stream()
        .filter(count -> count.source().equals(Event.GATEWAY))
        .collect(
            Collectors.groupingBy(
                count -> new DecisionCount(count.outcome(), reason(count), 0),
                Collectors.summingLong(EventCount::count)))
        .entrySet()
        .stream()
        .map(entry -> with(entry.getKey(), entry.getValue()))
        .sorted(
            Comparator.comparingLong(DecisionCount::count)
                .reversed()
                .thenComparing(DecisionCount::reason))
        .toList();
  }

  private static String reason(EventCount count) {
    if (count.reason() != null) {
      return count.reason();
    }
    return count.outcome() == Outcome.SUCCESS ? "all checks passed" : "no reason given";
  }

  private static DecisionCount with(DecisionCount decision, long count) {
    return new DecisionCount(decision.outcome(), decision.reason(), count);
  }

  private static List<UnknownCode> unknown(List<EventCount> counts) {
    Map<String, Long> byType =
        counts.stream()
            .filter(count -> count.outcome() == Outcome.UNKNOWN)
            .collect(
                Collectors.groupingBy(
                    EventCount::type, TreeMap::new, Collectors.summingLong(EventCount::count)));
    return byType.entrySet().stream()
        .map(entry -> new UnknownCode(entry.getKey(), entry.getValue()))
        .sorted(Comparator.comparingLong(UnknownCode::count).reversed())
        .toList();
  }
}
