package io.devicegate.gateway.proof;

/** Whether tokens have to be bound to a key of their holder's. */
public enum ProofMode {
  /** No proof is checked; bound tokens are refused, since they cannot be checked. */
  OFF,
  /** Bound tokens are checked; unbound ones pass as plain Bearer tokens. */
  OPTIONAL,
  /** Only bound tokens pass. */
  REQUIRED
}
