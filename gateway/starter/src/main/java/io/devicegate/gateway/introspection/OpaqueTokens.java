package io.devicegate.gateway.introspection;

import java.util.concurrent.CompletableFuture;

/** Checks the tokens of one tenant that are not JWTs. */
@FunctionalInterface
public interface OpaqueTokens {

  /** Checks a token; the result never fails and never holds null. */
  CompletableFuture<Introspection> check(String token);

  /**
   * Returns the check of a tenant without introspection, such as Auth0's: an opaque token there is
   * one for {@code /userinfo}, issued because the code was requested without an {@code audience}.
   */
  static OpaqueTokens unsupported() {
    return token ->
        CompletableFuture.completedFuture(
            new Introspection.Refused(Introspection.Reason.AUDIENCE_NOT_REQUESTED));
  }
}
