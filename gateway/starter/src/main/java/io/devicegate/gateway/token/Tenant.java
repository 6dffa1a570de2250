package io.devicegate.gateway.token;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One issuer of tokens, and what is accepted of it.
 *
 * @param name short name for logs and metrics: letters, digits, dash, dot and underscore
 * @param issuer the {@code iss} of its tokens, exactly, with the slash that Auth0 puts at its end
 * @param audiences identifiers of the APIs behind this gateway; a token must name one of them
 * @param algorithms signature algorithms accepted, asymmetric ones only
 * @param deviceClients client ids of applications that use nothing but the device flow
 * @param protocolClaim claim in which the tenant stamps the protocol of the login
 * @param jwksUri where the issuer's keys are; found by OpenID discovery when absent
 * @param clockSkew how far the issuer's clock may be off
 * @param maxLifetime longest time between {@code iat} and {@code exp} accepted
 */
public record Tenant(
    @DefaultValue("") String name,
    @DefaultValue("") String issuer,
    @DefaultValue Set<String> audiences,
    @DefaultValue("RS256") Set<String> algorithms,
    @DefaultValue Set<String> deviceClients,
    @DefaultValue("https://devicegate.io/protocol") String protocolClaim,
    @Nullable URI jwksUri,
    @DefaultValue("30s") Duration clockSkew,
    @DefaultValue("30d") Duration maxLifetime) {

  public Tenant {
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    deviceClients = Set.copyOf(deviceClients);
  }
}
