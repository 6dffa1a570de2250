package io.devicegate.gateway.token;

import static io.devicegate.gateway.token.Settings.require;

/**
 * Sizes that a token may not exceed.
 *
 * @param tokenLength characters of the token
 * @param headerBytes bytes of its decoded header
 * @param claimsBytes bytes of its decoded claims
 * @param claimsDepth how deep claims may be nested
 * @param claimsValues number of values in the claims, at any depth
 * @param stringLength characters of a string in header or claims
 */
public record JwtLimits(
    int tokenLength,
    int headerBytes,
    int claimsBytes,
    int claimsDepth,
    int claimsValues,
    int stringLength) {

  /** A token that fits the 8 KB of header that servers take by default. */
  public static final JwtLimits DEFAULTS = new JwtLimits(8_192, 1_024, 6_144, 8, 512, 4_096);

  public JwtLimits {
    require(tokenLength > 0, "limits.tokenLength", tokenLength, "> 0");
    require(headerBytes > 0, "limits.headerBytes", headerBytes, "> 0");
    require(claimsBytes > 0, "limits.claimsBytes", claimsBytes, "> 0");
    require(claimsDepth > 1, "limits.claimsDepth", claimsDepth, "> 1");
    require(claimsValues > 0, "limits.claimsValues", claimsValues, "> 0");
    require(stringLength > 0, "limits.stringLength", stringLength, "> 0");
  }
}
