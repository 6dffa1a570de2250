package io.devicegate.dashboards.collector;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code date} of a tenant's event in all its spellings: with {@code T} or a space, with zero
 * to many digits of a second, with {@code Z}, {@code UTC}, an offset or nothing (which is UTC), or
 * as milliseconds or seconds since 1970. Kept to the microsecond.
 */
final class TenantTime {

  private static final Pattern SHAPE =
      Pattern.compile(
          "\\d{4}-\\d{2}-\\d{2}[Tt ]\\d{2}:\\d{2}:\\d{2}(?:[.,](\\d{1,9})\\d*)?"
              + " ?(Z|z|UTC|[+-]\\d{2}:?\\d{2})?(?: UTC)?");

  private static final int FRACTION = 1;
  private static final int ZONE = 2;
  private static final int NANO_DIGITS = 9;

  /** Seconds since 1970 stay below this until the year 5138; milliseconds passed it in 1973. */
  private static final long FIRST_MILLIS = 100_000_000_000L;

  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private TenantTime() {}

  static Optional<Instant> of(JsonNode date) {
    try {
      if (date.isIntegralNumber()) {
        return plausible(fromNumber(date.asLong()));
      }
      return date.isString() ? fromText(date.stringValue().strip()) : Optional.empty();
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private static Instant fromNumber(long value) {
    return value >= FIRST_MILLIS ? Instant.ofEpochMilli(value) : Instant.ofEpochSecond(value);
  }

  private static Optional<Instant> fromText(String text) {
    Matcher shape = SHAPE.matcher(text);
    if (!shape.matches()) {
      return Optional.empty();
    }
    LocalDateTime local =
        LocalDateTime.of(
            number(text, 0, 4),
            number(text, 5, 7),
            number(text, 8, 10),
            number(text, 11, 13),
            number(text, 14, 16),
            number(text, 17, 19),
            nanos(text, shape.start(FRACTION), shape.end(FRACTION)));
    return plausible(local.toInstant(offset(shape.group(ZONE))));
  }

  private static int number(String text, int from, int to) {
    return Integer.parseInt(text, from, to, 10);
  }

  private static int nanos(String text, int from, int to) {
    if (from < 0) {
      return 0;
    }
    int nanos = number(text, from, to);
    for (int digits = to - from; digits < NANO_DIGITS; digits++) {
      nanos *= 10;
    }
    return nanos;
  }

  private static ZoneOffset offset(@Nullable String zone) {
    return zone == null || zone.equalsIgnoreCase("z") || zone.equals("UTC")
        ? ZoneOffset.UTC
        : ZoneOffset.of(zone);
  }

  private static Optional<Instant> plausible(Instant instant) {
    return instant.isBefore(Instant.EPOCH) || instant.isAfter(LATEST)
        ? Optional.empty()
        : Optional.of(instant.truncatedTo(ChronoUnit.MICROS));
  }
}
