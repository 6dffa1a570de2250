package io.devicegate.sandbox.tenant;

import jakarta.servlet.http.HttpServletRequest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request.
 *
 * @param ip address of the socket; or that which a program on this machine says in {@code
 *     Sandbox-Address}, so that stories have more than one address
 * @param userAgent the {@code User-Agent} header, shortened; null when absent
 * @param hostname host the request was sent to
 */
record Caller(String ip, @Nullable String userAgent, String hostname) {

  private static final int MAX_TEXT = 512;

  private static final String ADDRESS = "Sandbox-Address";
  private static final Pattern LITERAL = Pattern.compile("[0-9.]{7,15}|[0-9a-fA-F:.]{2,45}");

  static Caller of(HttpServletRequest request) {
    return new Caller(
        address(request),
        shortened(request.getHeader("User-Agent")),
        String.valueOf(shortened(request.getServerName())));
  }

  private static String address(HttpServletRequest request) {
    String said = request.getHeader(ADDRESS);
    return said != null && LITERAL.matcher(said).matches() && LocalProgram.isLocal(request)
        ? said
        : request.getRemoteAddr();
  }

  boolean mobile() {
    return userAgent != null && userAgent.contains("Mobi");
  }

  private static @Nullable String shortened(@Nullable String text) {
    return text == null || text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
  }
}
