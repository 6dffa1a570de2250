package io.devicegate.dashboards.web;

import io.devicegate.dashboards.taxonomy.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the pages write numbers, times and outcomes. */
final class Words {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private Words() {}

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value).replace(',', '\u202F');
  }

  /** Number and noun, such as {@code 1 login}. */
  static String count(long value, String one, String many) {
    return number(value) + " " + (value == 1 ? one : many);
  }

  static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  /** A length of time, rounded to what matters. */
  static String duration(Duration duration) {
    long seconds = duration.toSeconds();
    if (duration.isNegative()) {
      return "less than nothing";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return duration.toMinutes() + " min";
    }
    return duration.toHours() < 48 ? duration.toHours() + " h" : duration.toDays() + " days";
  }

  /** A sign for an outcome, so that colour is never the only one. */
  static String sign(Outcome outcome) {
    return switch (outcome) {
      case SUCCESS -> "✓";
      case FAILURE -> "✕";
      case PENDING -> "…";
      case CANCELLED -> "⊘";
      case INFORMATION -> "i";
      case UNKNOWN -> "?";
    };
  }
}
