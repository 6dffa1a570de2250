package io.devicegate.gateway.edge;

import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/**
 * Headers by which some upstreams let a client change the method or the path after it was checked.
 */
final class Overrides {

  private static final Set<String> NAMES =
      Set.of(
          "x-http-method-override",
          "x-http-method",
          "x-method-override",
          "x-original-url",
          "x-rewrite-url");

  private static final int SHORTEST = 13;

  private Overrides() {}

  static boolean areIn(HttpHeaders headers) {
    for (String name : headers.headerNames()) {
      if (overrides(name)) {
        return true;
      }
    }
    return false;
  }

  static void removeFrom(HttpHeaders headers) {
    Set.copyOf(headers.headerNames()).stream()
        .filter(Overrides::overrides)
        .forEach(headers::remove);
  }

  /** Underscores are dashes for upstreams that read headers as CGI variables (RFC 3875). */
  private static boolean overrides(String name) {
    return name.length() >= SHORTEST
        && (name.charAt(0) | 0x20) == 'x'
        && NAMES.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
