package io.devicegate.gateway.token;

import java.util.Locale;

/** How far the keys of an issuer can be relied on. */
public enum JwksState {
  /** The keys are within their lifetime. */
  FRESH,
  /** The keys are past their lifetime and are about to be fetched again; they are still used. */
  STALE,
  /** The last fetch failed; the keys are used until their hard expiry. */
  DEGRADED,
  /**
   * There are no keys, or they are past their hard expiry: tokens of this issuer cannot be checked.
   */
  CLOSED;

  /** Name in lower case, as a label value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
