package io.devicegate.gateway.proof;

import java.time.Instant;

/**
 * Remembers proofs for as long as they could be used again (RFC 9449, section 11.1).
 *
 * <p>Safe for use by many threads. Of any number of calls with the same proof, one gets {@link
 * Outcome#REMEMBERED}, as long as its time has not passed.
 */
public interface ReplayStore {

  /**
   * Remembers a proof.
   *
   * @param jkt thumbprint of its key
   * @param jti its id, chosen by the client; at most 256 characters
   * @param until when it is no longer accepted
   */
  Outcome remember(String jkt, String jti, Instant until);

  /** What became of a proof. */
  enum Outcome {
    /** It was not known and is now. */
    REMEMBERED,
    /** It is known: this is a second use. */
    SEEN,
    /** It cannot be remembered, so it must be refused. */
    FULL
  }
}
