package io.devicegate.dashboards.web;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.MultiValueMap;

/**
 * All state of the first page, as its URL holds it.
 *
 * @param parameters what the URL says, but for what is blank
 * @param window how much is looked at, a minute to 31 days
 * @param to the end of it; null for now
 */
record PageQuery(Map<String, String> parameters, Duration window, @Nullable Instant to) {

  static final List<Dimension> FILTERS =
      List.of(
          Dimension.SOURCE,
          Dimension.TYPE,
          Dimension.OUTCOME,
          Dimension.REASON,
          Dimension.CLIENT,
          Dimension.USER,
          Dimension.SESSION,
          Dimension.IP,
          Dimension.CONNECTION,
          Dimension.ORGANIZATION,
          Dimension.COUNTRY,
          Dimension.PROGRAM,
          Dimension.VERSION,
          Dimension.HOST,
          Dimension.ROUTE,
          Dimension.STAGE,
          Dimension.NETWORK,
          Dimension.ASN);

  /** What goes by names that hold no comma, so that several can be asked for. */
  private static final Set<Dimension> NAMED =
      EnumSet.of(
          Dimension.SOURCE, Dimension.TYPE, Dimension.OUTCOME, Dimension.REASON, Dimension.STAGE);

  /** Words of the description. */
  static final String TEXT = "text";

  private static final String STEP = "step";

  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int EVENTS = 50;

  PageQuery {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads it: {@code window}, or {@code from} and {@code to} as Grafana writes them (milliseconds
   * since 1970) or in ISO-8601, and a parameter for each of {@link #FILTERS}. Of sources, types,
   * outcomes, reasons and stages there may be several, with commas between them, for any of them.
   *
   * @throws IllegalArgumentException that names the parameter, and what it expects
   */
  static PageQuery of(MultiValueMap<String, String> url) {
    Map<String, String> parameters = new LinkedHashMap<>();
    url.forEach(
        (name, values) -> {
          String value = values.isEmpty() ? null : values.get(0);
          if (isKnown(name) && value != null && !value.isBlank()) {
            parameters.put(name, value.strip());
          }
        });
    addStep(parameters, url.getFirst(STEP));
    Instant to = instant(parameters, "to");
    Instant from = instant(parameters, "from");
    return new PageQuery(parameters, window(parameters, from, to), to);
  }

  /**
   * Alerts link to a {@code step}, as their metrics call it. Calls are whatever the gateway tells:
   * a token that it refuses early was not yet known to be a device's.
   */
  private static void addStep(Map<String, String> parameters, @Nullable String step) {
    if (step != null && !step.isBlank()) {
      at(step.strip()).forEach((dimension, value) -> parameters.put(dimension.label(), value));
    }
  }

  private static Map<Dimension, String> at(String step) {
    Map<Dimension, String> only = new EnumMap<>(Dimension.class);
    if (step.equals(Stage.CALL.label())) {
      only.put(Dimension.SOURCE, Event.GATEWAY);
    } else {
      only.put(Dimension.STAGE, step);
    }
    return only;
  }

  /** What selects the events of a step, to be added to; calls are whatever the gateway tells. */
  static Map<Dimension, String> at(Stage step) {
    return at(step.label());
  }

  /** The same of those that ended so. */
  static Map<Dimension, String> at(Stage step, Outcome outcome) {
    Map<Dimension, String> only = at(step);
    only.put(Dimension.OUTCOME, outcome.label());
    return only;
  }

  private static boolean isKnown(String name) {
    return List.of("window", "from", "to", TEXT).contains(name)
        || FILTERS.stream().anyMatch(dimension -> dimension.label().equals(name));
  }

  private static Duration window(
      Map<String, String> parameters, @Nullable Instant from, @Nullable Instant to) {
    if (from != null && to != null) {
      return checked("from", Duration.between(from, to));
    }
    String text = parameters.getOrDefault("window", "1h");
    try {
      return checked("window", DurationStyle.detectAndParse(text));
    } catch (ArithmeticException e) {
      throw invalid("window");
    } catch (IllegalArgumentException e) {
      throw invalid("window");
    }
  }

  private static Duration checked(String name, Duration window) {
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw invalid(name);
    }
    return window;
  }

  private static IllegalArgumentException invalid(String name) {
    return new IllegalArgumentException(
        name + ": not understood (expected: a minute to 31 days, such as window=15m, 1h or 7d)");
  }

  private static @Nullable Instant instant(Map<String, String> parameters, String name) {
    String text = parameters.get(name);
    if (text == null) {
      return null;
    }
    try {
      return text.matches("\\d{1,15}")
          ? Instant.ofEpochMilli(Long.parseLong(text))
          : Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          name + ": not understood (expected: ISO-8601 in UTC, or milliseconds since 1970)", e);
    }
  }

  /** Which events of the range to list; to is its end. */
  EventFilter filter(Instant end) {
    Selection selection = new Selection(chosen(), parameters.get(TEXT));
    return new EventFilter(TimeRange.before(end, window), selection, null, EVENTS);
  }

  private Map<Dimension, List<String>> chosen() {
    Map<Dimension, List<String>> chosen = new EnumMap<>(Dimension.class);
    for (Dimension dimension : FILTERS) {
      List<String> values = values(dimension, parameters.getOrDefault(dimension.label(), ""));
      if (!values.isEmpty()) {
        chosen.put(dimension, values);
      }
    }
    return chosen;
  }

  private static List<String> values(Dimension dimension, String text) {
    Stream<String> values =
        NAMED.contains(dimension) ? Stream.of(text.split(",")) : Stream.of(text);
    return values.map(String::strip).filter(value -> !value.isEmpty()).toList();
  }

  /** The value of a parameter that asks for any of these; they hold no comma. */
  static String anyOf(Stream<String> names) {
    return names.collect(Collectors.joining(","));
  }

  boolean isFiltered() {
    return parameters.containsKey(TEXT)
        || FILTERS.stream().anyMatch(dimension -> parameters.containsKey(dimension.label()));
  }

  /** What is live changes without the URL. */
  boolean isLive() {
    return to == null;
  }

  /** The page with this window, ending now. */
  String windowUrl(String window) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    changed.remove("from");
    changed.remove("to");
    changed.put("window", window);
    return url("/", changed, "");
  }

  /** The page with the list of events restricted to these, and to nothing else. */
  String eventsUrl(Map<Dimension, String> only) {
    return url("/", restricted(only), "#events");
  }

  /** The same of another stretch. */
  String eventsUrl(TimeRange range, Map<Dimension, String> only) {
    Map<String, String> changed = restricted(only);
    changed.remove("window");
    changed.put("from", range.from().toString());
    changed.put("to", range.to().toString());
    return url("/", changed, "#events");
  }

  /** The newest of these events. */
  String sampleUrl(Map<Dimension, String> only) {
    return url("/event/newest", restricted(only), "");
  }

  private Map<String, String> restricted(Map<Dimension, String> only) {
    Map<String, String> changed = new LinkedHashMap<>(parameters);
    FILTERS.forEach(dimension -> changed.remove(dimension.label()));
    changed.remove(TEXT);
    only.forEach((dimension, value) -> changed.put(dimension.label(), value));
    return changed;
  }

  /** The same events as JSON; the API takes times in ISO-8601 only. */
  String exportUrl() {
    Map<String, String> others = new LinkedHashMap<>(apiRange());
    others.put("limit", Integer.toString(EventFilter.MAX_LIMIT));
    String words = parameters.get(TEXT);
    if (words != null) {
      others.put(TEXT, words);
    }
    return apiUrl(chosen(), others);
  }

  private Map<String, String> apiRange() {
    return to == null
        ? Map.of("window", window.toString())
        : Map.of("from", to.minus(window).toString(), "to", to.toString());
  }

  /** The events of this range that have any of these values, as the API gives them. */
  String apiUrlInRange(Map<Dimension, List<String>> any) {
    return apiUrl(any, apiRange());
  }

  /** The page of one event. */
  static String eventUrl(String source, String id) {
    return url("/event", Map.of("source", source, "id", id), "");
  }

  /** These events as the API gives them; several values of one dimension mean any of them. */
  static String apiUrl(Map<Dimension, List<String>> any) {
    return apiUrl(any, Map.of());
  }

  private static String apiUrl(Map<Dimension, List<String>> any, Map<String, String> others) {
    Stream<Map.Entry<String, String>> values =
        any.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .flatMap(
                chosen ->
                    chosen.getValue().stream()
                        .map(value -> Map.entry(chosen.getKey().label(), value)));
    return "/api/v1/events?" + joined(Stream.concat(values, sorted(others)));
  }

  static String url(String path, Map<String, String> parameters, String anchor) {
    return parameters.isEmpty() ? path + anchor : path + "?" + joined(sorted(parameters)) + anchor;
  }

  private static Stream<Map.Entry<String, String>> sorted(Map<String, String> parameters) {
    return parameters.entrySet().stream().sorted(Map.Entry.comparingByKey());
  }

  private static String joined(Stream<Map.Entry<String, String>> parameters) {
    return parameters
        .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
