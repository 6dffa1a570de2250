package io.devicegate.gateway.proof;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.edge.Credentials.Scheme;
import java.util.Map;

/**
 * A token as it was presented, and its claims, which must have been verified before.
 *
 * @param scheme how it was presented
 * @param token its exact text
 * @param claims its verified claims, or the answer of the introspection
 */
public record PresentedToken(Scheme scheme, String token, Map<String, ?> claims) {

  public PresentedToken {
    requireNonNull(scheme, "scheme");
    requireNonNull(token, "token");
    requireNonNull(claims, "claims");
  }

  @Override
  public String toString() {
    return "PresentedToken[" + scheme + "]";
  }
}
