package io.devicegate.sandbox.upstream;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Shows a caller its request exactly as it was received, headers in order and case, with one
 * exception: of a credential only the first 8 characters are shown, so that no page, log or test
 * report ends up with a working token.
 */
final class Mirror {

  private static final int SHOWN = 8;
  private static final Set<String> CREDENTIALS = credentials();

  /** The request, as JSON: {@code {"requestLine": "GET /…", "headers": [["Host", "…"], …]}}. */
  record Reflection(String requestLine, List<List<String>> headers) {}

  private Mirror() {}

  static Reflection reflect(Call call) {
    return new Reflection(
        call.requestLine(),
        call.headers().stream().map(h -> List.of(h.name(), shown(h.name(), h.value()))).toList());
  }

  private static String shown(String name, String value) {
    if (!CREDENTIALS.contains(name)) {
      return value;
    }
    int start = value.indexOf(' ') + 1;
    return value.length() - start <= SHOWN ? value : value.substring(0, start + SHOWN) + "…";
  }

  private static Set<String> credentials() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(List.of("Authorization", "Proxy-Authorization", "Cookie"));
    return names;
  }
}
