package io.devicegate.gateway.edge;

import java.util.Locale;
import java.util.Set;
import org.springframework.http.HttpHeaders;

/** Headers by which some upstreams let a client change the method after it was checked. */
final class MethodOverride {

  private static final Set<String> NAMES =
      Set.of("x-http-method-override", "x-http-method", "x-method-override");

  private MethodOverride() {}

  static boolean isIn(HttpHeaders headers) {
    return headers.headerNames().stream().anyMatch(MethodOverride::overrides);
  }

  static void removeFrom(HttpHeaders headers) {
    Set.copyOf(headers.headerNames()).stream()
        .filter(MethodOverride::overrides)
        .forEach(headers::remove);
  }

  /** Underscores are dashes for upstreams that read headers as CGI variables (RFC 3875). */
  private static boolean overrides(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
