package io.devicegate.gateway.token;

import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that keys are fetched from, so that a discovery document cannot send the gateway
 * elsewhere.
 *
 * <p>Names are compared, not looked up: the issuer's own name server is trusted, what its document
 * says is not.
 */
final class KeyAddress {

  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  /**
   * What resolvers take for an address although it does not look like one: {@code 0x7f.1}, {@code
   * 2130706433}.
   */
  private static final Pattern ODD_NUMBER =
      Pattern.compile("(0x[0-9a-f]*|\\d+)(\\.(0x[0-9a-f]*|\\d+)){0,3}");

  private KeyAddress() {}

  static URI parse(String name, String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("%s: %s (expected: a URL)".formatted(name, value), e);
    }
  }

  static void requireAllowed(String name, URI uri) {
    objection(uri)
        .ifPresent(
            expected -> {
              throw new IllegalArgumentException(
                  "%s: %s (expected: %s)".formatted(name, uri, expected));
            });
  }

  /** Whether an issuer's discovery document may name this address. */
  static boolean isAllowed(URI issuer, URI discovered, Set<String> trustedHosts) {
    if (objection(discovered).isPresent()) {
      return false;
    }
    String own = hostOf(issuer);
    String host = hostOf(discovered);
    return host.equals(own)
        || host.endsWith("." + own)
        || trustedHosts.stream().anyMatch(trusted -> trusted.equalsIgnoreCase(host));
  }

  /** What is wrong with an address, as an expectation. */
  private static Optional<String> objection(URI uri) {
    if (uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
      return Optional.of("a URL with a host and neither user nor fragment");
    }
    String host = hostOf(uri);
    InetAddress literal = literalOf(host);
    if (literal == null && ODD_NUMBER.matcher(host).matches()) {
      return Optional.of("a host name or a plain IP address");
    }
    if (literal != null && (literal.isLinkLocalAddress() || literal.isAnyLocalAddress())) {
      return Optional.of("not a link-local or wildcard address");
    }
    boolean local = host.equals("localhost") || (literal != null && literal.isLoopbackAddress());
    boolean allowed =
        "https".equalsIgnoreCase(uri.getScheme())
            || (local && "http".equalsIgnoreCase(uri.getScheme()));
    return allowed ? Optional.empty() : Optional.of("https, or http to this machine");
  }

  private static String hostOf(URI uri) {
    String host = String.valueOf(uri.getHost()).toLowerCase(Locale.ROOT);
    return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
  }

  private static @Nullable InetAddress literalOf(String host) {
    boolean ipv6 = host.startsWith("[");
    if (!ipv6 && !IPV4.matcher(host).matches()) {
      return null;
    }
    try {
      return InetAddress.getByName(host); // A literal: nothing is looked up.
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
