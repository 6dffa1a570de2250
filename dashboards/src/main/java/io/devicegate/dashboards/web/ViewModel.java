package io.devicegate.dashboards.web;

import io.devicegate.dashboards.store.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the page is looked at: the range, the filters, and the links that change them.
 *
 * @param range what is looked at, in words
 * @param hidden what the filters' form has to keep
 */
record ViewModel(
    boolean live,
    String range,
    List<Window> windows,
    boolean filtered,
    List<Filter> filters,
    Map<String, String> hidden,
    String clearUrl,
    String exportUrl) {

  private static final int OFFERED = 8;

  private static final List<String> WINDOWS = List.of("15m", "1h", "6h", "24h", "7d");

  static ViewModel of(PageQuery query) {
    Instant to = query.to();
    return new ViewModel(
        query.isLive(),
        range(query, to),
        WINDOWS.stream().map(window -> Window.of(window, query)).toList(),
        query.isFiltered(),
        filters(query),
        hidden(query),
        query.eventsUrl(Map.of()),
        query.exportUrl());
  }

  /** Those that are always offered, and those that the URL holds. */
  private static List<Filter> filters(PageQuery query) {
    List<Filter> filters = new ArrayList<>();
    for (Dimension dimension : PageQuery.FILTERS) {
      String value = query.parameters().getOrDefault(dimension.label(), "");
      if (!value.isEmpty() || PageQuery.FILTERS.indexOf(dimension) < OFFERED) {
        filters.add(new Filter(dimension.label(), value));
      }
    }
    filters.add(new Filter(PageQuery.TEXT, query.parameters().getOrDefault(PageQuery.TEXT, "")));
    return filters;
  }

  private static String range(PageQuery query, @Nullable Instant to) {
    String length =
        query.window().equals(Duration.ofHours(1)) ? "hour" : Words.duration(query.window());
    return to == null
        ? "last " + length
        : length + " until " + to.toString().substring(0, 16).replace('T', ' ') + " UTC";
  }

  private static Map<String, String> hidden(PageQuery query) {
    return query.parameters().entrySet().stream()
        .filter(entry -> List.of("window", "from", "to").contains(entry.getKey()))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** A length that one can choose. */
  record Window(String text, String url, boolean chosen) {

    static Window of(String window, PageQuery query) {
      boolean chosen =
          query.isLive() && query.parameters().getOrDefault("window", "1h").equals(window);
      return new Window(window, query.windowUrl(window), chosen);
    }
  }

  /** A field of the filters' form. */
  record Filter(String name, String value) {}
}
