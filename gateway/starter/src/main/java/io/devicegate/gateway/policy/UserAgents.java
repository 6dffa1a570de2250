package io.devicegate.gateway.policy;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The family of a user agent: a browser by its mark, else the letters that the product's name
 * begins with, in lower case. {@code python-requests/2.32} is {@code python}, {@code
 * Go-http-client/2.0} is {@code go}. Nothing that a caller could not claim to be.
 */
final class UserAgents {

  private static final String BROWSER = "Mozilla/";
  private static final int LONGEST = 32;

  private UserAgents() {}

  /** Returns the family; null when the header is absent or begins with no letter. */
  static @Nullable String family(@Nullable String userAgent) {
    if (userAgent == null) {
      return null;
    }
    return userAgent.startsWith(BROWSER) ? browser(userAgent) : product(userAgent);
  }

  /** The order matters: Edge names Chrome too, and all but Firefox name Safari. */
  private static @Nullable String browser(String userAgent) {
    if (userAgent.contains("Firefox/")) {
      return "firefox";
    }
    if (userAgent.contains("Edg/")) {
      return "edge";
    }
    if (userAgent.contains("Chrome/")) {
      return "chrome";
    }
    return userAgent.contains("Safari/") ? "safari" : null;
  }

  private static @Nullable String product(String userAgent) {
    int end = 0;
    while (end < userAgent.length() && end < LONGEST && isLetter(userAgent.charAt(end))) {
      end++;
    }
    return end == 0 ? null : userAgent.substring(0, end).toLowerCase(Locale.ROOT);
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
