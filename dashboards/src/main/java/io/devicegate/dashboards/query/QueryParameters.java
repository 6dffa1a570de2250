package io.devicegate.dashboards.query;

import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Place;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.Slice;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.MultiValueMap;
import org.springframework.web.reactive.function.server.ServerRequest;

/**
 * Reads query parameters; what is wrong is an {@link IllegalArgumentException} that names it, and
 * never repeats what was sent.
 */
final class QueryParameters {

  /** The most values of one dimension that may be asked for at once. */
  static final int MAX_VALUES = 100;

  private static final Duration DEFAULT_WINDOW = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int DEFAULT_LIMIT = 50;
  private static final int LONGEST_TEXT = 200;
  private static final int LONGEST_VALUE = 512;
  private static final long FEWEST_BUCKETS = 60;

  /** Lengths of a bucket that people have a feeling for, in seconds. */
  private static final long[] BUCKETS = {1, 5, 15, 60, 300, 900, 3_600, 21_600, 86_400};

  private final MultiValueMap<String, String> values;
  private final Instant now;

  QueryParameters(ServerRequest request, Instant now) {
    this.values = request.queryParams();
    this.now = now;
  }

  /** Refuses a parameter that nobody would read: a misspelt filter must not be no filter. */
  static void check(ServerRequest request, List<Parameter> known) {
    List<String> names = known.stream().map(Parameter::name).toList();
    for (String name : request.queryParams().keySet()) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            (name.length() > 40 || !name.matches("[\\w.-]+") ? "a parameter" : name)
                + ": not known here (expected: "
                + (names.isEmpty() ? "none" : String.join(", ", names))
                + ")");
      }
    }
    for (Parameter parameter : known) {
      if (parameter.required() && request.queryParam(parameter.name()).isEmpty()) {
        throw new IllegalArgumentException(
            parameter.name() + ": missing (expected: " + parameter.meaning() + ")");
      }
    }
  }

  /** {@code window} alone: {@code 15m}, {@code 1h}, {@code 7d} or ISO-8601; an hour if absent. */
  Duration window() {
    return window("").orElse(DEFAULT_WINDOW);
  }

  /** {@code from}, {@code to} and {@code window}; the last hour if all are absent. */
  TimeRange range() {
    return range("").orElseGet(() -> TimeRange.before(now, DEFAULT_WINDOW));
  }

  /** The same, or that default. */
  TimeRange range(Duration length) {
    return range("").orElseGet(() -> TimeRange.before(now, length));
  }

  Slice slice() {
    return new Slice(range(), selection());
  }

  /**
   * The second cohort: the first with what begins with {@code against.} in place of its own. With
   * nothing of that kind it is the stretch of the same length before.
   */
  Slice second(Slice first) {
    boolean asked = values.keySet().stream().anyMatch(it -> it.startsWith(Parameter.AGAINST));
    if (!asked) {
      Duration length = Duration.between(first.range().from(), first.range().to());
      return new Slice(TimeRange.before(first.range().from(), length), first.selection());
    }
    Map<Dimension, List<String>> chosen = new EnumMap<>(Dimension.class);
    chosen.putAll(first.selection().values());
    for (Dimension dimension : Dimension.values()) {
      String name = Parameter.AGAINST + dimension.label();
      if (values.containsKey(name)) {
        chosen.remove(dimension);
        several(name).ifPresent(list -> chosen.put(dimension, list));
      }
    }
    String text = Parameter.AGAINST + "text";
    return new Slice(
        range(Parameter.AGAINST).orElse(first.range()),
        new Selection(chosen, values.containsKey(text) ? words(text) : first.selection().text()));
  }

  /** The filters by dimension, and {@code text}. */
  Selection selection() {
    Map<Dimension, List<String>> chosen = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      several(dimension.label()).ifPresent(list -> chosen.put(dimension, list));
    }
    return new Selection(chosen, words("text"));
  }

  /** Which events to list; of any time if no range is given. */
  EventFilter filter() {
    String cursor = text("cursor");
    return new EventFilter(
        range("").orElse(null), selection(), cursor == null ? null : place(cursor), limit());
  }

  private static Place place(String cursor) {
    return Cursors.read(cursor)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "cursor: not understood (expected: the next of the page before)"));
  }

  int limit() {
    String text = text("limit");
    int limit = 0;
    try {
      limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      // Zero is out of bounds as well.
    }
    if (limit < 1 || limit > EventFilter.MAX_LIMIT) {
      throw new IllegalArgumentException(
          "limit: not understood (expected: 1 to " + EventFilter.MAX_LIMIT + ")");
    }
    return limit;
  }

  /** {@code bucket}, or the longest usual one that still gives a curve. */
  Duration bucket(TimeRange range) {
    Duration length = Duration.between(range.from(), range.to());
    String text = text("bucket");
    if (text == null) {
      long longest = Math.max(1, length.toSeconds() / FEWEST_BUCKETS);
      return Duration.ofSeconds(LongStream.of(BUCKETS).filter(it -> it <= longest).max().orElse(1));
    }
    Duration bucket = duration("bucket", text, "1s or more, such as 1m");
    if (bucket.toSeconds() < 1 || length.dividedBy(bucket) > EventStore.MAX_BUCKETS - 1) {
      throw new IllegalArgumentException(
          "bucket: out of bounds (expected: 1s or more, and fewer than %d of them in the range)"
              .formatted(EventStore.MAX_BUCKETS));
    }
    return Duration.ofSeconds(bucket.toSeconds());
  }

  /** One of these dimensions, by its label. */
  Dimension dimension(String name, List<Dimension> allowed, @Nullable Dimension otherwise) {
    String text = text(name);
    if (text == null && otherwise != null) {
      return otherwise;
    }
    return allowed.stream()
        .filter(dimension -> dimension.label().equals(text))
        .findFirst()
        .orElseThrow(() -> notOneOf(name, allowed.stream().map(Dimension::label).toList()));
  }

  /** {@code subject_kind}, {@code subject}, {@code kind}, {@code rule}, and so on. */
  SignalFilter signals() {
    return new SignalFilter(
        one("subject_kind", Signal.SubjectKind.class),
        text("subject"),
        text("kind"),
        text("rule"),
        one("severity", Signal.Severity.class),
        one("mode", Signal.Mode.class));
  }

  private <E extends Enum<E>> @Nullable E one(String name, Class<E> constants) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    return Arrays.stream(constants.getEnumConstants())
        .filter(value -> Views.word(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                notOneOf(
                    name, Arrays.stream(constants.getEnumConstants()).map(Views::word).toList()));
  }

  private static IllegalArgumentException notOneOf(String name, List<String> words) {
    return new IllegalArgumentException(
        name
            + ": not understood (expected: "
            + words.stream().collect(Collectors.joining(", "))
            + ")");
  }

  private Optional<TimeRange> range(String prefix) {
    Instant from = instant(prefix + "from");
    Instant until = instant(prefix + "to");
    Optional<Duration> window = window(prefix);
    if (from != null && window.isPresent()) {
      throw new IllegalArgumentException(
          prefix + "window: beside from (expected: from and to, or a window that ends at to)");
    }
    if (from == null && until == null && window.isEmpty()) {
      return Optional.empty();
    }
    Instant end = until == null ? now : until;
    if (from == null) {
      return Optional.of(TimeRange.before(end, window.orElse(DEFAULT_WINDOW)));
    }
    if (!from.isBefore(end) || Duration.between(from, end).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          prefix + "from: out of bounds (expected: before to, by at most 31 days)");
    }
    return Optional.of(new TimeRange(from, end));
  }

  private Optional<Duration> window(String prefix) {
    String name = prefix + "window";
    String text = text(name);
    if (text == null) {
      return Optional.empty();
    }
    String expected = "1m to 31d, such as 15m, 1h, 7d or PT1H";
    Duration window = duration(name, text, expected);
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw notUnderstood(name, expected);
    }
    return Optional.of(window);
  }

  private @Nullable Instant instant(String name) {
    String text = text(name);
    if (text == null) {
      return null;
    }
    String expected = "ISO-8601 with a zone, such as 2026-11-24T12:00:00Z";
    try {
      // A plus that was not written as %2B arrives as a space.
      OffsetDateTime time = OffsetDateTime.parse(text.replace(' ', '+'));
      if (time.getYear() < 1970 || time.getYear() > 9999) {
        throw notUnderstood(name, expected);
      }
      return time.toInstant();
    } catch (DateTimeParseException e) {
      throw notUnderstood(name, expected);
    }
  }

  private static Duration duration(String name, String text, String expected) {
    try {
      return DurationStyle.detectAndParse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw notUnderstood(name, expected);
    }
  }

  private static IllegalArgumentException notUnderstood(String name, String expected) {
    return new IllegalArgumentException(name + ": not understood (expected: " + expected + ")");
  }

  private @Nullable String words(String name) {
    String text = text(name);
    if (text != null && text.length() > LONGEST_TEXT) {
      throw notUnderstood(name, "at most " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  private Optional<List<String>> several(String name) {
    List<String> given =
        values.getOrDefault(name, List.of()).stream()
            .filter(value -> value != null && !value.isBlank())
            .distinct()
            .toList();
    if (given.size() > MAX_VALUES) {
      throw notUnderstood(name, "at most " + MAX_VALUES + " values");
    }
    if (given.stream().anyMatch(value -> value.length() > LONGEST_VALUE)) {
      throw notUnderstood(name, "at most " + LONGEST_VALUE + " characters");
    }
    return given.isEmpty() ? Optional.empty() : Optional.of(given);
  }

  private @Nullable String text(String name) {
    List<String> given = values.getOrDefault(name, List.of());
    if (given.size() > 1) {
      throw notUnderstood(name, "one value");
    }
    String value = given.isEmpty() ? null : given.get(0);
    return value == null || value.isBlank() ? null : value;
  }
}
