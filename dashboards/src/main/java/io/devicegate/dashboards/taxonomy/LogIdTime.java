package io.devicegate.dashboards.taxonomy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that Auth0 hides in a {@code log_id}: three digits, then UTC to the millisecond.
 *
 * <p>Seen in every sample ({@code 900…}, older ones {@code 800…}) but documented nowhere, so an id
 * of another shape simply has none.
 */
public final class LogIdTime {

  private static final Pattern SHAPE = Pattern.compile("[89]00(20\\d{15})\\d*");

  private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

  /** What follows the time in an id; only its length matters, so that ids compare as text. */
  private static final String SEQUENCE = "0".repeat(36);

  private LogIdTime() {}

  /** When the tenant wrote the log line, if its id tells. */
  public static Optional<Instant> of(String logId) {
    Matcher shape = SHAPE.matcher(logId);
    if (!shape.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(LocalDateTime.parse(shape.group(1), MILLIS).toInstant(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** An id before all that the tenant wrote at or after that time: where to begin to read. */
  public static String before(Instant time) {
    return "900" + MILLIS.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC)) + SEQUENCE;
  }
}
