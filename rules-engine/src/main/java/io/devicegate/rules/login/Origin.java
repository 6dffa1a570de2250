package io.devicegate.rules.login;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * An origin (RFC 6454): scheme, host and port.
 *
 * @param scheme {@code http} or {@code https}
 * @param host in lower case
 * @param port the scheme's own when none was given
 */
record Origin(String scheme, String host, int port) {

  /**
   * Reads an origin that is allowed.
   *
   * @throws IllegalArgumentException if it is none, or names more than an origin
   */
  static Origin of(String text) {
    Origin origin = null;
    URI uri = uri(text);
    if (uri != null && isBare(uri)) {
      origin = of(uri);
    }
    if (origin == null) {
      throw new IllegalArgumentException(
          "allowedOrigins: " + text + " (expected: an origin, such as https://api.example.com)");
    }
    return origin;
  }

  /** Returns the origin of an address that scripts may write to; null when it has none. */
  static @Nullable Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || uri.getRawUserInfo() != null) {
      return null;
    }
    int standard = scheme.equals("https") ? 443 : scheme.equals("http") ? 80 : 0;
    return standard == 0
        ? null
        : new Origin(
            scheme,
            uri.getHost().toLowerCase(Locale.ROOT),
            uri.getPort() < 0 ? standard : uri.getPort());
  }

  /** Whether it names an address itself, or this machine, rather than a name that DNS resolves. */
  boolean isAddress() {
    return host.equals("localhost") || host.startsWith("[") || host.matches("[0-9.]+");
  }

  @Override
  public String toString() {
    boolean standard = port == (scheme.equals("https") ? 443 : 80);
    return scheme + "://" + host + (standard ? "" : ":" + port);
  }

  private static boolean isBare(URI uri) {
    return (uri.getRawPath() == null || uri.getRawPath().isEmpty())
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  private static @Nullable URI uri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
