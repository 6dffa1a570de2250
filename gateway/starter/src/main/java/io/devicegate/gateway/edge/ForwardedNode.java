package io.devicegate.gateway.edge;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One element of a forwarded header, as the proxy that appended it wrote it. */
final class ForwardedNode {

  private ForwardedNode() {}

  /**
   * Returns the address that the element names; null when it names none, hides it or garbles it.
   */
  static @Nullable IpAddress address(ForwardedHeader header, String element) {
    String node =
        switch (header) {
          case FORWARDED -> parameter(element, "for");
          case X_FORWARDED -> element;
        };
    return node == null ? null : IpAddress.parseOrNull(withoutPort(node));
  }

  /**
   * Returns a parameter of a {@code Forwarded} element (RFC 7239, section 4); null when not there
   * once.
   */
  static @Nullable String parameter(String element, String name) {
    String found = null;
    for (String pair : pairs(element)) {
      int equals = pair.indexOf('=');
      if (equals < 0 || !pair.substring(0, equals).trim().equalsIgnoreCase(name)) {
        continue;
      }
      if (found != null) {
        return null;
      }
      found = unquoted(pair.substring(equals + 1).trim());
    }
    return found;
  }

  /** Splits at semicolons outside quoted strings: a quoted host may hold anything a client sent. */
  private static List<String> pairs(String element) {
    List<String> pairs = new ArrayList<>();
    boolean quoted = false;
    int start = 0;
    for (int i = 0; i < element.length(); i++) {
      char c = element.charAt(i);
      if (c == '\\' && quoted) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ';' && !quoted) {
        pairs.add(element.substring(start, i));
        start = i + 1;
      }
    }
    pairs.add(element.substring(start));
    return pairs;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /**
   * Strips a port: {@code 192.0.2.1:80}, {@code [2001:db8::1]:80}; a bare IPv6 address has none.
   */
  private static String withoutPort(String node) {
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 ? "" : node.substring(1, end);
    }
    int colon = node.indexOf(':');
    return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
  }
}
