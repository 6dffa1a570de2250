package io.devicegate.gateway.token;

import java.util.Locale;

/** Why keys could not be fetched. A closed list, fit for a metric's label. */
public enum FetchFailure {
  /** No connection, or it broke, or TLS did not trust the server. */
  CONNECTION,
  /** The server did not answer completely within the time-out. */
  TIMEOUT,
  /** The server answered with a status other than 200. */
  STATUS,
  /** The server answered with a redirect, which is never followed. */
  REDIRECT,
  /** The answer is longer than the limit. */
  TOO_LARGE,
  /** The answer is not the JSON document that was asked for. */
  MALFORMED,
  /** The document holds more keys than the limit. */
  TOO_MANY_KEYS,
  /** The document holds no key that can be used. */
  NO_USABLE_KEY,
  /** The discovery document names another issuer (RFC 8414 section 3.3). */
  ISSUER_MISMATCH,
  /** The discovery document names an address that keys are not fetched from. */
  FORBIDDEN_ADDRESS,
  /** The fetcher failed in a way it should not. */
  INTERNAL;

  /** Name in lower case, as a label value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
