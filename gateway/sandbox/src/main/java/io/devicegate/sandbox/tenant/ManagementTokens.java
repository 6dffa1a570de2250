package io.devicegate.sandbox.tenant;

import java.time.Clock;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;

/** Checks tokens for the Management API. */
@Component
final class ManagementTokens implements JwtDecoder {

  private final JwtDecoder decoder;

  ManagementTokens(SigningKeys keys, Issuer issuer, Clock clock) {
    this.decoder = OwnTokens.decoder(keys, issuer, issuer::managementAudience, clock);
  }

  @Override
  public Jwt decode(String token) {
    return decoder.decode(token);
  }
}
