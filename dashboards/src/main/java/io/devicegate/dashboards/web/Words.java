package io.devicegate.dashboards.web;

import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How the pages write numbers, times and outcomes. */
final class Words {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH).withZone(ZoneOffset.UTC);

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

  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** A time on an axis of this length. */
  static String tick(Instant instant, Duration length) {
    return length.compareTo(Duration.ofHours(12)) > 0 ? DAY.format(instant) : minute(instant);
  }

  /** A share of 0 to 1; below a tenth with a digit more, since there it matters. */
  static String percent(double share) {
    return share > 0 && share < 0.1
        ? String.format(Locale.ROOT, "%.1f\u202F%%", 100 * share)
        : Math.round(100 * share) + "\u202F%";
  }

  /** A part of a whole as a share; a dash if there is no whole. */
  static String share(long part, long whole) {
    return whole == 0 ? "–" : percent((double) part / whole);
  }

  /** What happens at a step. */
  static String step(Stage stage) {
    return switch (stage) {
      case REQUEST -> "1 Requested";
      case ACTIVATION -> "2 Code entered";
      case LOGIN -> "3 Logged in";
      case CONFIRMATION -> "4 Confirmed";
      case EXCHANGE -> "5 Got its token";
      case CALL -> "6 Called the API";
      case REFRESH -> "Renewed";
      case NONE -> "";
    };
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
