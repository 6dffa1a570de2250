package io.devicegate.sandbox.tenant;

import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.stereotype.Component;

/** Signs claims with the tenant's current key. */
@Component
final class JwtSigner {

  private final SigningKeys keys;
  private final JwtEncoder encoder;

  JwtSigner(SigningKeys keys) {
    this.keys = keys;
    this.encoder = new NimbusJwtEncoder(keys);
  }

  String sign(String type, JwtClaimsSet claims) {
    JwsHeader header =
        JwsHeader.with(SignatureAlgorithm.RS256)
            .type(type)
            .keyId(keys.current().getKeyID())
            .build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }
}
