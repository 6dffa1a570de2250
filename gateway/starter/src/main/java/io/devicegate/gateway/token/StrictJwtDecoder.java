package io.devicegate.gateway.token;

import java.util.concurrent.CompletionException;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * The token checks as Spring Security's own seam, for an application's own security chain.
 *
 * <p>Waits while keys are fetched, a few seconds at most, so it is not for an event loop. The
 * validator sees only tokens whose signature is valid, and sees them each time, cached or not.
 */
public final class StrictJwtDecoder implements JwtDecoder {

  private final TokenCheck tokens;
  private final OAuth2TokenValidator<Jwt> validator;

  public StrictJwtDecoder(TokenCheck tokens, OAuth2TokenValidator<Jwt> validator) {
    this.tokens = tokens;
    this.validator = validator;
  }

  /**
   * Decodes a token.
   *
   * @throws RefusedJwtException when the token is bad
   * @throws JwtValidationException when the validator refuses it
   * @throws KeysUnavailableException when it cannot be checked
   */
  @Override
  public Jwt decode(String token) {
    return validated(jwt(verdict(token)));
  }

  /** The token of a verdict, or the exception that says why there is none. */
  static Jwt jwt(TokenVerdict verdict) {
    if (verdict instanceof TokenVerdict.Verified verified) {
      return verified.token().jwt();
    }
    if (verdict instanceof TokenVerdict.Unavailable unavailable) {
      throw new KeysUnavailableException(unavailable.retryAfter());
    }
    throw new RefusedJwtException(((TokenVerdict.Refused) verdict).reason());
  }

  private TokenVerdict verdict(String token) {
    try {
      return tokens.verify(token).join();
    } catch (CompletionException e) {
      throw new JwtException("The token could not be checked", e);
    }
  }

  private Jwt validated(Jwt jwt) {
    OAuth2TokenValidatorResult result = validator.validate(jwt);
    if (result.hasErrors()) {
      throw new JwtValidationException("The token was refused by a validator", result.getErrors());
    }
    return jwt;
  }
}
