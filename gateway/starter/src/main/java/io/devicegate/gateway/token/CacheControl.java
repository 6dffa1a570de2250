package io.devicegate.gateway.token;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the one thing of {@code Cache-Control} (RFC 9111 section 5.2.2) that matters for keys. */
final class CacheControl {

  private static final long LONGEST_SECONDS = Duration.ofDays(365).toSeconds();

  private CacheControl() {}

  /**
   * How long an answer may be kept: zero when not at all, {@code null} when the server does not
   * say.
   */
  static @Nullable Duration maxAge(List<String> headers) {
    Duration shortest = null;
    for (String directive : String.join(",", headers).split(",")) {
      Duration age = ageOf(directive.strip().toLowerCase(Locale.ROOT));
      if (age != null && (shortest == null || age.compareTo(shortest) < 0)) {
        shortest = age;
      }
    }
    return shortest;
  }

  private static @Nullable Duration ageOf(String directive) {
    if (directive.equals("no-store") || directive.equals("no-cache")) {
      return Duration.ZERO;
    }
    if (!directive.startsWith("max-age=")) {
      return null;
    }
    String seconds = directive.substring("max-age=".length()).replace("\"", "");
    // Nine digits are 31 years; more, and anything else, is not worth believing.
    return seconds.matches("\\d{1,9}")
        ? Duration.ofSeconds(Math.min(Long.parseLong(seconds), LONGEST_SECONDS))
        : null;
  }
}
