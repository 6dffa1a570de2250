package io.devicegate.gateway.edge;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Host and port as a client names them (RFC 9110, section 7.2).
 *
 * <p>Narrower than the grammar of URIs: no user information, no escapes, no characters but those of
 * DNS names and address literals. A {@code Host} that smuggles a path, a query or a second
 * authority is therefore none.
 *
 * @param host name in lower case without trailing dot, or an IPv6 address in brackets
 * @param port the port named; -1 when none is
 */
public record Authority(String host, int port) {

  private static final int MAX_LENGTH = 260;

  /** Parses a {@code Host} value; empty when it is malformed. */
  public static Optional<Authority> parse(String text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.startsWith("[") ? bracketed(lower) : named(lower);
  }

  /** Returns the port, or the one that the scheme means when none is named; -1 when unknown. */
  public int portFor(String scheme) {
    if (port >= 0) {
      return port;
    }
    return switch (scheme) {
      case "http", "ws" -> 80;
      case "https", "wss" -> 443;
      default -> -1;
    };
  }

  private static Optional<Authority> bracketed(String text) {
    int end = text.indexOf(']');
    if (end < 0) {
      return Optional.empty();
    }
    IpAddress address = IpAddress.parseOrNull(text.substring(1, end));
    String host = text.substring(0, end + 1);
    return address == null ? Optional.empty() : withPort(host, text.substring(end + 1));
  }

  private static Optional<Authority> named(String text) {
    int colon = text.indexOf(':');
    String host = colon < 0 ? text : text.substring(0, colon);
    if (host.endsWith(".")) {
      host = host.substring(0, host.length() - 1);
    }
    if (!isName(host)) {
      return Optional.empty();
    }
    return withPort(host, colon < 0 ? "" : text.substring(colon));
  }

  /** Labels of DNS, underscores allowed, with single dots between them; no empty label. */
  private static boolean isName(String host) {
    boolean labelStarts = true;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
      if (!plain && (labelStarts || (c != '-' && c != '.'))) {
        return false;
      }
      labelStarts = c == '.';
    }
    return !labelStarts;
  }

  private static Optional<Authority> withPort(String host, String rest) {
    if (rest.isEmpty()) {
      return Optional.of(new Authority(host, -1));
    }
    Integer port = rest.charAt(0) == ':' ? port(rest.substring(1)) : null;
    return port == null ? Optional.empty() : Optional.of(new Authority(host, port));
  }

  private static @Nullable Integer port(String digits) {
    boolean numeric = digits.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!numeric || digits.isEmpty() || digits.length() > 5 || digits.charAt(0) == '0') {
      return null;
    }
    int port = Integer.parseInt(digits);
    return port <= 65_535 ? port : null;
  }
}
