package io.devicegate.gateway.token;

import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * The token checks as Spring Security's own seam, for an application's own reactive security chain.
 * Routes of the gateway do not come by here.
 */
final class StrictReactiveJwtDecoder implements ReactiveJwtDecoder {

  private final TokenCheck tokens;

  StrictReactiveJwtDecoder(TokenCheck tokens) {
    this.tokens = tokens;
  }

  /**
   * Decodes a token; fails with {@link RefusedJwtException} when it is bad and with {@link
   * KeysUnavailableException} when it cannot be checked.
   */
  @Override
  public Mono<Jwt> decode(String token) {
    // A request that goes away must not cancel the check that others wait for.
    return Mono.defer(() -> Mono.fromFuture(tokens.verify(token), true))
        .map(StrictJwtDecoder::jwt)
        .onErrorMap(
            e -> !(e instanceof JwtException),
            e -> new JwtException("The token could not be checked", e));
  }
}
