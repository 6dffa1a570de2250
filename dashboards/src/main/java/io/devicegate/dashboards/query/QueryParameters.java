package io.devicegate.dashboards.query;

import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.web.reactive.function.server.ServerRequest;

/** Reads query parameters; what is wrong is an {@link IllegalArgumentException} that names it. */
final class QueryParameters {

  private static final Duration DEFAULT_WINDOW = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(31);
  private static final int DEFAULT_LIMIT = 50;

  private QueryParameters() {}

  /** {@code window}: {@code 15m}, {@code 1h}, {@code 7d} or ISO-8601; an hour if absent. */
  static Duration window(ServerRequest request) {
    Optional<String> text = request.queryParam("window");
    if (text.isEmpty()) {
      return DEFAULT_WINDOW;
    }
    Duration window = duration(text.get());
    if (window.compareTo(SHORTEST) < 0 || window.compareTo(LONGEST) > 0) {
      throw invalidWindow();
    }
    return window;
  }

  /** {@code source}, {@code type}, {@code client}, {@code id} and {@code limit}. */
  static EventFilter filter(ServerRequest request) {
    Map<Dimension, List<String>> values = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      String value = text(request, dimension.label());
      if (value != null) {
        values.put(dimension, List.of(value));
      }
    }
    return EventFilter.newest(new Selection(values, null), limit(request));
  }

  /** {@code subject_kind}, {@code subject}, {@code kind}, {@code rule}, and so on. */
  static SignalFilter signals(ServerRequest request) {
    return new SignalFilter(
        one(request, "subject_kind", Signal.SubjectKind.class),
        text(request, "subject"),
        text(request, "kind"),
        text(request, "rule"),
        one(request, "severity", Signal.Severity.class),
        one(request, "mode", Signal.Mode.class));
  }

  private static <E extends Enum<E>> @Nullable E one(
      ServerRequest request, String name, Class<E> values) {
    String text = text(request, name);
    if (text == null) {
      return null;
    }
    return Arrays.stream(values.getEnumConstants())
        .filter(value -> Views.word(value).equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    name
                        + ": not understood (expected: "
                        + Arrays.stream(values.getEnumConstants())
                            .map(Views::word)
                            .collect(Collectors.joining(", "))
                        + ")"));
  }

  private static Duration duration(String text) {
    try {
      return DurationStyle.detectAndParse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw invalidWindow();
    }
  }

  private static IllegalArgumentException invalidWindow() {
    return new IllegalArgumentException(
        "window: not understood (expected: 1m to 31d, such as 15m, 1h, 7d or PT1H)");
  }

  private static int limit(ServerRequest request) {
    Optional<String> text = request.queryParam("limit");
    if (text.isEmpty()) {
      return DEFAULT_LIMIT;
    }
    try {
      return Integer.parseInt(text.get());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "limit: not a number (expected: 1 to " + EventFilter.MAX_LIMIT + ")", e);
    }
  }

  private static @Nullable String text(ServerRequest request, String name) {
    return request.queryParam(name).filter(value -> !value.isBlank()).orElse(null);
  }
}
