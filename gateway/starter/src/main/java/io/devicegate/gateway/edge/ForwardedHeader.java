package io.devicegate.gateway.edge;

/**
 * Which header the trusted proxies write. Only that one is read: a proxy that writes one of the two
 * lets the other pass as the client sent it.
 */
public enum ForwardedHeader {
  /** {@code Forwarded} (RFC 7239). */
  FORWARDED,
  /** {@code X-Forwarded-For}, {@code X-Forwarded-Proto}, {@code X-Forwarded-Host}. */
  X_FORWARDED
}
