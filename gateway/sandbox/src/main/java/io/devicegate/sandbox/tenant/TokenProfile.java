package io.devicegate.sandbox.tenant;

/**
 * Shape of an API's access tokens
 * (https://auth0.com/docs/secure/tokens/access-tokens/access-token-profiles).
 */
public enum TokenProfile {
  /** Type {@code JWT}, the client in {@code azp}, no {@code jti}, {@code gty} for some grants. */
  AUTH0,
  /** RFC 9068: type {@code at+jwt}, the client in {@code client_id}, with {@code jti}. */
  RFC9068
}
