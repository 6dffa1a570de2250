package io.devicegate.dashboards.collector;

import java.net.URI;
import java.util.Set;

/** Addresses to which a secret may go: it must not travel in clear beyond this machine. */
final class SafeOrigin {

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private SafeOrigin() {}

  /**
   * The origin that the address is, with a slash behind it.
   *
   * @param name what the address is called where it was given
   * @param what what it is the address of, in words
   * @throws IllegalArgumentException if it is more than an origin, or not a safe one
   */
  static URI of(URI url, String name, String what) {
    String host = url.getHost();
    boolean safe =
        host != null
            && ("https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme()) && THIS_MACHINE.contains(host)));
    boolean bare =
        (url.getPath() == null || url.getPath().isEmpty() || url.getPath().equals("/"))
            && url.getQuery() == null
            && url.getFragment() == null
            && url.getUserInfo() == null;
    if (!safe || !bare) {
      throw new IllegalArgumentException(
          name + ": expected https://, " + what + " and nothing more");
    }
    return url.resolve("/");
  }
}
