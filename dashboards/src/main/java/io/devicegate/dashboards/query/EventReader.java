package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.Comparison;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Place;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.Slice;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** Answers questions about events in the API's own words. Blocks. */
final class EventReader {

  /** The most lines of a time series; the others are one line together. */
  static final int MOST_SERIES = 50;

  private static final String NONE = "";

  private final EventStore store;
  private final Taxonomy taxonomy;
  private final Views views = new Views();
  private final JsonMapper json = JsonMapper.shared();

  EventReader(EventStore store, Taxonomy taxonomy) {
    this.store = store;
    this.taxonomy = taxonomy;
  }

  /** A page of events, and where the next one begins. */
  Map<String, Object> events(EventFilter filter) {
    List<StoredEvent> page = store.find(filter);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put(
        "events", page.stream().map(event -> views.event(EventView.of(event, taxonomy))).toList());
    boolean cut = page.size() == filter.limit();
    answer.put("cut", cut);
    if (cut) {
      answer.put("next", Cursors.of(Place.of(page.get(page.size() - 1))));
    }
    return answer;
  }

  /** One event with its JSON, as it was stored: without secrets. */
  Optional<Object> event(String id, Selection selection) {
    Map<Dimension, List<String>> values = new EnumMap<>(Dimension.class);
    values.putAll(selection.values());
    values.put(Dimension.ID, List.of(id));
    return store.find(EventFilter.newest(new Selection(values, null), 2)).stream()
        // The tenant's, should two sources have the same id.
        .min(Comparator.comparing(found -> found.event().source()))
        .map(this::whole);
  }

  private Object whole(StoredEvent stored) {
    Event event = stored.event();
    Map<String, Object> answer = new LinkedHashMap<>(views.event(EventView.of(stored, taxonomy)));
    if (event.source().equals(Event.AUTH0)) {
      taxonomy.find(event.type()).ifPresent(code -> answer.put("taxonomy", views.code(code)));
    }
    answer.put("weight", stored.weight());
    answer.put("raw", json.readTree(event.json()));
    return answer;
  }

  /** Counts by bucket, one line for each value of a dimension. */
  Map<String, Object> timeseries(Slice slice, Duration bucket, Dimension by) {
    List<TimedCount> counts = store.timeseries(slice, bucket);
    long seconds = bucket.toSeconds();
    long first = Math.floorDiv(slice.range().from().getEpochSecond(), seconds);
    Instant last = slice.range().to().minusNanos(1);
    int buckets = (int) (Math.floorDiv(last.getEpochSecond(), seconds) - first) + 1;
    List<String> values = mostFrequent(counts, by);
    Map<String, long[]> lines = new LinkedHashMap<>();
    values.stream().limit(MOST_SERIES).forEach(value -> lines.put(value, new long[buckets]));
    long[] others = new long[buckets];
    for (TimedCount count : counts) {
      long[] line = lines.getOrDefault(value(count.events(), by), others);
      line[(int) (count.begin().getEpochSecond() / seconds - first)] += count.events().count();
    }
    List<Map<String, Object>> series = new ArrayList<>();
    lines.forEach((value, line) -> series.add(line(value, line)));
    if (values.size() > MOST_SERIES) {
      Map<String, Object> rest = line(NONE, others);
      rest.put("others", values.size() - MOST_SERIES);
      series.add(rest);
    }
    Map<String, Object> answer = range(slice);
    answer.put("by", by.label());
    answer.put("bucket", bucket.toString());
    answer.put("begin", Instant.ofEpochSecond(first * seconds).toString());
    answer.put("buckets", buckets);
    answer.put("series", series);
    answer.put("cut", values.size() > MOST_SERIES || counts.size() >= EventStore.MAX_ROWS);
    return answer;
  }

  private static List<String> mostFrequent(List<TimedCount> counts, Dimension by) {
    Map<String, Long> totals = new HashMap<>();
    counts.forEach(
        count -> totals.merge(value(count.events(), by), count.events().count(), Long::sum));
    Comparator<Map.Entry<String, Long>> most =
        Map.Entry.comparingByValue(Comparator.reverseOrder());
    return totals.entrySet().stream()
        .sorted(most.thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static Map<String, Object> line(String value, long[] counts) {
    Map<String, Object> line = new LinkedHashMap<>();
    if (!value.equals(NONE)) {
      line.put("value", value);
    }
    line.put("total", Arrays.stream(counts).sum());
    line.put("counts", counts);
    return line;
  }

  private static String value(EventCount count, Dimension by) {
    return switch (by) {
      case SOURCE -> count.source();
      case TYPE -> count.type();
      case STAGE -> count.stage().label();
      case REASON -> Objects.requireNonNullElse(count.reason(), NONE);
      default -> count.outcome().label();
    };
  }

  /** What sets two cohorts apart, the values that do it most first. */
  Map<String, Object> breakdown(Dimension by, Slice first, Slice second, int limit) {
    Comparison comparison = store.compare(by, first, second, limit);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("by", by.label());
    answer.put("first", cohort(first, comparison.first(), comparison.without().first()));
    answer.put("second", cohort(second, comparison.second(), comparison.without().second()));
    answer.put("distinct", comparison.distinct());
    answer.put(
        "values",
        comparison.values().stream()
            .map(pair -> Contrast.of(pair, comparison))
            .sorted(
                Comparator.comparing(Contrast::distance)
                    .thenComparing(Contrast::support)
                    .reversed()
                    .thenComparing(Contrast::value))
            .map(views::contrast)
            .toList());
    answer.put("cut", comparison.distinct() > comparison.values().size());
    return answer;
  }

  private static Map<String, Object> cohort(Slice slice, long count, long without) {
    Map<String, Object> cohort = range(slice);
    Map<String, Object> filters = new LinkedHashMap<>();
    for (Dimension dimension : Dimension.values()) {
      List<String> values = slice.selection().values().get(dimension);
      if (values != null) {
        filters.put(dimension.label(), values);
      }
    }
    cohort.put("filters", filters);
    if (slice.selection().text() != null) {
      cohort.put("text", slice.selection().text());
    }
    cohort.put("count", count);
    cohort.put("without", without);
    return cohort;
  }

  private static Map<String, Object> range(Slice slice) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("from", slice.range().from().toString());
    answer.put("to", slice.range().to().toString());
    return answer;
  }
}
