package io.devicegate.gateway.proof;

import static java.util.Objects.requireNonNull;

/**
 * What a tenant, or a route, asks of the binding of its tokens.
 *
 * @param dpop whether tokens are bound to a key that signs each request (RFC 9449)
 * @param certificate whether tokens are bound to the client's TLS certificate (RFC 8705)
 */
public record ProofPolicy(ProofMode dpop, ProofMode certificate) {

  /** Checks what is bound, asks for nothing. */
  public static final ProofPolicy OPTIONAL =
      new ProofPolicy(ProofMode.OPTIONAL, ProofMode.OPTIONAL);

  public ProofPolicy {
    requireNonNull(dpop, "dpop");
    requireNonNull(certificate, "certificate");
  }
}
