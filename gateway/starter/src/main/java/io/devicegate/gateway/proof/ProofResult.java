package io.devicegate.gateway.proof;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of the question whether the sender of a token may use it. */
public sealed interface ProofResult {

  /**
   * The token may be used.
   *
   * @param bindings what was proven; empty for a plain Bearer token
   * @param nextNonce value for the {@code DPoP-Nonce} header, when the client's will soon be too
   *     old
   */
  record Accepted(Set<Binding> bindings, @Nullable String nextNonce) implements ProofResult {
    public Accepted {
      bindings = Set.copyOf(bindings);
    }
  }

  /**
   * The token must not be used.
   *
   * @param reason why
   * @param nonce value for the {@code DPoP-Nonce} header, when one is asked for
   */
  record Refused(ProofRefusal reason, @Nullable String nonce) implements ProofResult {}

  /** What binds a token to its sender. */
  enum Binding {
    /** A key that signed the request. */
    DPOP,
    /** The client's TLS certificate. */
    CERTIFICATE;

    /** Returns the name in lower case, as a label value. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
