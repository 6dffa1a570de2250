package io.devicegate.sandbox.tenant;

import com.nimbusds.jose.jwk.RSAKey;
import java.util.List;
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

  JwtSigner(SigningKeys keys) {
    this.keys = keys;
  }

  String sign(String type, JwtClaimsSet claims) {
    // One look at the keys, so that a rotation meanwhile cannot take the key away.
    RSAKey key = keys.current();
    JwtEncoder encoder = new NimbusJwtEncoder((selector, context) -> List.of(key));
    JwsHeader header =
        JwsHeader.with(SignatureAlgorithm.RS256).type(type).keyId(key.getKeyID()).build();
    return encoder.encode(JwtEncoderParameters.from(header, claims)).getTokenValue();
  }
}
