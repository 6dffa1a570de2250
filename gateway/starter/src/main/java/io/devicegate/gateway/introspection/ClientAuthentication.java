package io.devicegate.gateway.introspection;

/** How the gateway authenticates itself to an issuer (RFC 6749, section 2.3.1). */
public enum ClientAuthentication {
  /** In the {@code Authorization} header, {@code client_secret_basic}. */
  BASIC,
  /** In the form, {@code client_secret_post}. */
  POST
}
