package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param ip address of the socket
 * @param userAgent the {@code User-Agent} header, shortened; null when absent
 * @param hostname host the request was sent to
 */
record Caller(String ip, @Nullable String userAgent, String hostname) {

  private static final int MAX_TEXT = 512;

  static Caller of(HttpServletRequest request) {
    return new Caller(
        request.getRemoteAddr(),
        shortened(request.getHeader("User-Agent")),
        String.valueOf(shortened(request.getServerName())));
  }

  boolean mobile() {
    return userAgent != null && userAgent.contains("Mobi");
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
