package io.devicegate.gateway.edge;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Under which origin clients know the gateway.
 *
 * <p>With one origin given, that is it, whatever a request says. With several, the host of the
 * request chooses among them, and a host that chooses none has no origin. With none given, the
 * request is believed: its {@code Host}, or what a trusted proxy says it was; then a client that
 * lies about the host is answered under the host it named, so give the origins wherever a decision
 * rests on them.
 */
public final class ExternalOrigins {

  private final List<Origin> origins;
  private final TrustedNetworks trusted;
  private final ForwardedHeader header;

  /**
   * Creates the origins.
   *
   * @param origins such as {@code https://api.example.com}, or with the path that a proxy strips,
   *     {@code https://example.com/api}
   * @param trusted networks of the proxies whose forwarded header is believed
   * @param header which header these proxies write
   * @throws IllegalArgumentException when an origin is malformed
   */
  public ExternalOrigins(List<URI> origins, TrustedNetworks trusted, ForwardedHeader header) {
    this.origins = origins.stream().map(Origin::of).toList();
    this.trusted = trusted;
    this.header = header;
  }

  /**
   * Returns the URL of a request as its client wrote it, without query.
   *
   * @param peer who the connection is from
   * @param scheme the scheme of the connection
   * @param headers the lines of the request
   * @param path the canonical path
   * @return empty when the host is missing, malformed, sent twice or none of the given origins
   */
  public Optional<String> url(InetAddress peer, String scheme, HeaderLines headers, String path) {
    if (origins.size() == 1) {
      return Optional.of(origins.get(0).url(path));
    }
    return named(peer, scheme, headers).flatMap(this::chosen).map(origin -> origin.url(path));
  }

  private Optional<Origin> named(InetAddress peer, String scheme, HeaderLines headers) {
    String host = only(headers.named("Host"));
    String proto = null;
    if (trusted.contains(peer)) {
      String forwarded = said(headers, "X-Forwarded-Host", "host");
      host = forwarded == null ? host : forwarded;
      proto = said(headers, "X-Forwarded-Proto", "proto");
    }
    String named = (proto == null ? scheme : proto).toLowerCase(Locale.ROOT);
    if (host == null || !(named.equals("http") || named.equals("https"))) {
      return Optional.empty();
    }
    return Authority.parse(host).map(authority -> Origin.of(named, authority));
  }

  private Optional<Origin> chosen(Origin named) {
    if (origins.isEmpty()) {
      return Optional.of(named);
    }
    return origins.stream().filter(named::sameHost).findFirst();
  }

  /** Returns what the nearest proxy said; null when it said nothing. */
  private @Nullable String said(HeaderLines headers, String name, String parameter) {
    return switch (header) {
      case X_FORWARDED -> new BackwardList(headers.named(name)).next();
      case FORWARDED -> {
        String element = new BackwardList(headers.named("Forwarded")).next();
        yield element == null ? null : ForwardedNode.parameter(element, parameter);
      }
    };
  }

  private static @Nullable String only(List<String> lines) {
    return lines.size() == 1 ? lines.get(0) : null;
  }

  private record Origin(String scheme, String host, int port, String prefix) {

    static Origin of(String scheme, Authority authority) {
      return new Origin(scheme, authority.host(), authority.portFor(scheme), "");
    }

    static Origin of(URI uri) {
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      Optional<Authority> authority =
          Optional.ofNullable(uri.getRawAuthority()).flatMap(Authority::parse);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (!web
          || authority.isEmpty()
          || uri.getRawQuery() != null
          || uri.getRawFragment() != null) {
        throw new IllegalArgumentException(
            "external origin: " + uri + " (expected: a URL such as https://api.example.com)");
      }
      Origin bare = of(scheme, authority.get());
      return new Origin(bare.scheme, bare.host, bare.port, prefix(uri));
    }

    private static String prefix(URI uri) {
      String path = uri.getRawPath();
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    boolean sameHost(Origin other) {
      return scheme.equals(other.scheme) && host.equals(other.host) && port == other.port;
    }

    String url(String path) {
      boolean standard = port == (scheme.equals("https") ? 443 : 80);
      return scheme + "://" + host + (standard ? "" : ":" + port) + prefix + path;
    }
  }
}
