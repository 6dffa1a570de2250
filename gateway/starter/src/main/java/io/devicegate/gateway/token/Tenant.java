package io.devicegate.gateway.token;

import io.devicegate.gateway.proof.ProofMode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One issuer of tokens, and what is accepted of it.
 *
 * @param name short name for logs and metrics: letters, digits, dash, dot and underscore
 * @param issuer the {@code iss} of its tokens, exactly, with the slash that Auth0 puts at its end
 * @param additionalIssuers further values of {@code iss}, such as those of custom domains; their
 *     tokens are signed by the same keys
 * @param preset the issuer's make, which says how its tokens are worded
 * @param format what its tokens do differently from the preset
 * @param audiences identifiers of the APIs behind this gateway; a token must name one of them
 * @param algorithms signature algorithms accepted, asymmetric ones only
 * @param deviceClients client ids of applications that use nothing but the device flow
 * @param protocolClaim claim in which the tenant stamps the protocol of the login
 * @param jwksUri where the issuer's keys are; found by discovery when absent
 * @param keys how its keys are fetched and kept, instead of {@code devicegate.keys}; what is left
 *     out here has the default
 * @param clockSkew how far the issuer's clock may be off
 * @param maxLifetime longest time between {@code iat} and {@code exp} accepted
 * @param dpop whether tokens are bound to a key by DPoP (RFC 9449): with off, bound tokens are
 *     refused; with required, unbound ones
 * @param certificateBound whether tokens are bound to the client's TLS certificate (RFC 8705), in
 *     the same way
 * @param introspection how opaque tokens are checked (RFC 7662); they are refused when absent
 */
public record Tenant(
    @DefaultValue("") String name,
    @DefaultValue("") String issuer,
    @DefaultValue Set<String> additionalIssuers,
    @DefaultValue("auth0") IssuerPreset preset,
    @DefaultValue TokenFormat format,
    @DefaultValue Set<String> audiences,
    @DefaultValue("RS256") Set<String> algorithms,
    @DefaultValue Set<String> deviceClients,
    @DefaultValue(DEFAULT_PROTOCOL_CLAIM) String protocolClaim,
    @Nullable URI jwksUri,
    @Nullable KeysProperties keys,
    @DefaultValue("30s") Duration clockSkew,
    @DefaultValue("30d") Duration maxLifetime,
    @DefaultValue("optional") ProofMode dpop,
    @DefaultValue("optional") ProofMode certificateBound,
    @Nullable IntrospectionProperties introspection) {

  static final String DEFAULT_PROTOCOL_CLAIM = "https://devicegate.io/protocol";

  public Tenant {
    additionalIssuers = Set.copyOf(additionalIssuers);
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    deviceClients = Set.copyOf(deviceClients);
  }

  /** A tenant of Auth0 with nothing but defaults. */
  public static Tenant of(
      String name, String issuer, Set<String> audiences, Set<String> deviceClients) {
    return new Tenant(
        name,
        issuer,
        Set.of(),
        IssuerPreset.AUTH0,
        TokenFormat.AS_PRESET,
        audiences,
        Set.of("RS256"),
        deviceClients,
        DEFAULT_PROTOCOL_CLAIM,
        null,
        null,
        Duration.ofSeconds(30),
        Duration.ofDays(30),
        ProofMode.OPTIONAL,
        ProofMode.OPTIONAL,
        null);
  }

  /** Whether these are the claims of an application's own token, which nobody logged in to. */
  public boolean isOfMachine(Map<String, Object> claims) {
    return dialect().isOfMachine(claims);
  }

  IssuerDialect dialect() {
    return preset.dialect().with(format);
  }
}
