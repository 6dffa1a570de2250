package io.devicegate.gateway.protocol;

/**
 * Knows which tokens came from the device flow, by what the issuer's own log says: Auth0 logs each
 * exchange of a device code as {@code sede}, with the id of the access token.
 *
 * <p>Asked for tokens whose claims say nothing, on event loops, so it must answer from memory.
 */
@FunctionalInterface
public interface DeviceExchangeEvidence {

  /** For a gateway that no log is connected to. */
  DeviceExchangeEvidence NONE = (tenant, tokenId) -> false;

  /**
   * Whether the issuer has logged that it issued this token by the device flow. False means that
   * nothing is known, or not yet.
   *
   * @param tenant the tenant's name, from the configuration
   * @param tokenId the token's {@code jti}
   */
  boolean issuedByDeviceFlow(String tenant, String tokenId);
}
