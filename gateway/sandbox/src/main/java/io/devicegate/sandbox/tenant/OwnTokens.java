package io.devicegate.sandbox.tenant;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Checks access tokens that this tenant issued for itself. */
final class OwnTokens {

  private OwnTokens() {}

  /** A decoder for tokens of the tenant whose {@code aud} contains the given audience. */
  static JwtDecoder decoder(
      SigningKeys keys, Issuer issuer, Supplier<String> audience, Clock clock) {
    JwtTimestampValidator times = new JwtTimestampValidator(Duration.ZERO);
    times.setClock(clock);
    NimbusJwtDecoder decoder =
        NimbusJwtDecoder.withJwkSource(keys)
            .jwtProcessorCustomizer(
                processor ->
                    processor.setJWSTypeVerifier(
                        new DefaultJOSEObjectTypeVerifier<>(
                            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"))))
            .build();
    decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(times, own(issuer, audience)));
    return decoder;
  }

  private static OAuth2TokenValidator<Jwt> own(Issuer issuer, Supplier<String> audience) {
    return token ->
        issuer.url().equals(token.getClaimAsString("iss"))
                && token.getAudience() != null
                && token.getAudience().contains(audience.get())
            ? OAuth2TokenValidatorResult.success()
            : OAuth2TokenValidatorResult.failure(
                new OAuth2Error(
                    OAuth2ErrorCodes.INVALID_TOKEN, "The token is not for this endpoint", null));
  }
}
