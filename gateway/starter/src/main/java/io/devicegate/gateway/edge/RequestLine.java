package io.devicegate.gateway.edge;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.edge.CanonicalPath.Canonical;
import io.devicegate.gateway.edge.CanonicalPath.Refused;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges method, target and host of a request together.
 *
 * <p>Methods are case-sensitive (RFC 9110, section 9.1), yet some upstreams fold {@code get} into
 * {@code GET}; TRACE echoes credentials (section 9.3.8); CONNECT is for proxies of another kind.
 * The target is an origin-form, or an absolute-form that names the host which {@code Host} names
 * (RFC 9112, section 3.2).
 */
final class RequestLine {

  private static final Set<String> REFUSED_METHODS = Set.of("TRACE", "TRACK", "CONNECT");

  private RequestLine() {}

  static Judgement judge(String method, String target, List<String> hosts) {
    if (!isUpperCase(method) || REFUSED_METHODS.contains(method)) {
      return new Judgement.No(Reason.METHOD_REFUSED, "method");
    }
    RequestTarget parts = RequestTarget.split(target);
    if (!isOneHost(parts, hosts)) {
      return new Judgement.No(Reason.HOST_AMBIGUOUS, "host");
    }
    CanonicalPath path = CanonicalPath.of(parts.path());
    if (path instanceof Refused refused) {
      return new Judgement.No(Reason.PATH_AMBIGUOUS, refused.reason().label());
    }
    return parts.hasPlainQuery()
        ? new Judgement.Yes((Canonical) path, parts)
        : new Judgement.No(Reason.PATH_AMBIGUOUS, "query");
  }

  private static boolean isUpperCase(String method) {
    for (int i = 0; i < method.length(); i++) {
      char c = method.charAt(i);
      if ((c < 'A' || c > 'Z') && c != '-') {
        return false;
      }
    }
    return !method.isEmpty();
  }

  /** No host at all is HTTP/1.0 and leaves no doubt. */
  private static boolean isOneHost(RequestTarget target, List<String> hosts) {
    if (hosts.isEmpty()) {
      return target.authority() == null;
    }
    if (hosts.size() > 1) {
      return false;
    }
    Optional<Authority> host = Authority.parse(hosts.get(0));
    return host.isPresent()
        && (target.authority() == null || Authority.parse(target.authority()).equals(host));
  }

  sealed interface Judgement {
    record Yes(Canonical path, RequestTarget target) implements Judgement {}

    record No(Reason reason, String doubt) implements Judgement {}
  }
}
