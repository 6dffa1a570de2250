package io.devicegate.gateway.proof;

import io.devicegate.gateway.edge.Authority;
import io.devicegate.gateway.edge.CanonicalPath;
import java.util.Locale;
import java.util.Optional;

/**
 * URLs in the form in which {@code htu} is compared (RFC 9449, section 4.3, step 9): without query
 * and fragment, normalised by syntax and scheme (RFC 3986, sections 6.2.2 and 6.2.3).
 */
final class ProofUrl {

  private static final int MAX_LENGTH = 2_048;

  private ProofUrl() {}

  /**
   * Normalises an absolute http or https URL; empty when it is none or has more than one reading.
   */
  static Optional<String> normalise(String url) {
    int start = url.indexOf("://");
    if (start < 0 || url.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String scheme = url.substring(0, start).toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return Optional.empty();
    }
    String rest = withoutQuery(url.substring(start + 3));
    int slash = rest.indexOf('/');
    String path = slash < 0 ? "/" : rest.substring(slash);
    String authority = slash < 0 ? rest : rest.substring(0, slash);
    if (!(CanonicalPath.of(path) instanceof CanonicalPath.Canonical canonical)) {
      return Optional.empty();
    }
    return Authority.parse(authority)
        .map(host -> scheme + "://" + host.host() + ":" + host.portFor(scheme) + canonical.path());
  }

  private static String withoutQuery(String text) {
    int end = 0;
    while (end < text.length() && text.charAt(end) != '?' && text.charAt(end) != '#') {
      end++;
    }
    return text.substring(0, end);
  }
}
