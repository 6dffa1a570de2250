package io.devicegate.gateway.proof;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code cnf} claim (RFC 7800, section 3.1).
 *
 * <p>Unknown members beside one that is checked are tolerated, since issuers add their own; a claim
 * with none that can be checked is not the same as no claim.
 */
sealed interface Confirmation {

  /** No claim: a plain token. */
  record Unbound() implements Confirmation {}

  /** Bound to at least one of the two. */
  record Bound(@Nullable String jkt, @Nullable String x5t) implements Confirmation {}

  /** A claim that cannot be checked. */
  record Unsupported() implements Confirmation {}

  static Confirmation of(Map<String, ?> claims) {
    if (!claims.containsKey("cnf")) {
      return new Unbound();
    }
    if (!(claims.get("cnf") instanceof Map<?, ?> members)) {
      return new Unsupported();
    }
    boolean key = members.containsKey("jkt");
    boolean certificate = members.containsKey("x5t#S256");
    String jkt = Digests.digestOrNull(members.get("jkt"));
    String x5t = Digests.digestOrNull(members.get("x5t#S256"));
    boolean wellFormed = key == (jkt != null) && certificate == (x5t != null);
    return wellFormed && (key || certificate) ? new Bound(jkt, x5t) : new Unsupported();
  }
}
