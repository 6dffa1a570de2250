package io.devicegate.gateway.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.proc.JWKSecurityContext;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.ConfigurableJWTProcessor;
import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Verifies tokens of one tenant through Spring Security's decoder and validators. The seam to
 * Reactor ends here.
 *
 * <p>The signature is verified where the caller runs, which is the event loop: an RS256 signature
 * costs 27 µs, less than the way to another thread and back under load, and each token pays it once
 * in a long while, since verified ones are cached.
 */
final class TenantDecoder {

  private static final Logger log = LoggerFactory.getLogger(TenantDecoder.class);

  private final Tenant tenant;
  private final ReactiveJwtDecoder decoder;

  TenantDecoder(Tenant tenant, JwksSource keys, Clock clock) {
    this.tenant = tenant;
    NimbusReactiveJwtDecoder nimbus =
        NimbusReactiveJwtDecoder.withJwkSource(token -> keys(keys, token))
            .validateType(false)
            .jwtProcessorCustomizer(this::allowOnlyConfiguredAlgorithms)
            .build();
    nimbus.setJwtValidator(validator(tenant, clock));
    this.decoder = nimbus;
  }

  CompletableFuture<VerifiedToken> decode(BearerToken token) {
    return decoder
        .decode(token.value())
        .map(jwt -> VerifiedTokens.of(tenant, jwt))
        .onErrorMap(TenantDecoder::refusal)
        .toFuture();
  }

  private static Flux<JWK> keys(JwksSource keys, SignedJWT token) {
    // A request that goes away must not cancel the fetch that others wait for.
    return Mono.fromFuture(keys.keys(token.getHeader().getKeyID()), true)
        .flatMapIterable(found -> found);
  }

  private void allowOnlyConfiguredAlgorithms(
      ConfigurableJWTProcessor<JWKSecurityContext> processor) {
    Set<JWSAlgorithm> algorithms =
        tenant.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            algorithms,
            (selector, context) ->
                selector.select(new com.nimbusds.jose.jwk.JWKSet(context.getKeys()))));
  }

  private static OAuth2TokenValidator<Jwt> validator(Tenant tenant, Clock clock) {
    JwtTypeValidator type = new JwtTypeValidator(EarlyChecks.TYPES);
    type.setAllowEmpty(true);
    JwtTimestampValidator times = new JwtTimestampValidator(tenant.clockSkew());
    times.setAllowEmptyExpiryClaim(false);
    times.setClock(clock);
    Predicate<Collection<String>> isForUs =
        audiences -> audiences != null && audiences.stream().anyMatch(tenant.audiences()::contains);
    return new DelegatingOAuth2TokenValidator<>(
        List.of(
            type,
            times,
            new JwtIssuerValidator(tenant.issuer()),
            new JwtClaimValidator<>(JwtClaimNames.AUD, isForUs)));
  }

  private static RefusedException refusal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RefusedException refused) {
        return refused;
      }
    }
    if (failure instanceof JwtValidationException) {
      return new RefusedException(Reason.CLAIMS_INVALID);
    }
    if (failure instanceof JwtException) {
      return new RefusedException(Reason.SIGNATURE_INVALID);
    }
    log.error("A token could not be checked", failure);
    return new RefusedException(Reason.CHECK_FAILED);
  }
}
