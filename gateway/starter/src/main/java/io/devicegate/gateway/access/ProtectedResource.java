package io.devicegate.gateway.access;

import io.devicegate.gateway.edge.ExternalOrigins;
import io.devicegate.gateway.proof.ProofMode;
import io.devicegate.gateway.token.Tenant;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;

/**
 * The protected resources that the gateway stands for, and what it says of them (RFC 9728): itself,
 * and each path that a route's metadata {@code devicegate.resource} names.
 */
final class ProtectedResource {

  /** Where the metadata is (RFC 9728, section 3), with the resource's path behind it. */
  static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final ExternalOrigins origins;
  private final RoutePolicies policies;
  private final List<Issuer> issuers;
  private final List<String> proofAlgorithms;

  /**
   * Creates the resources.
   *
   * @param issuers whose tokens are accepted
   * @param proofAlgorithms algorithms of DPoP proofs; empty when none are accepted
   */
  ProtectedResource(
      ExternalOrigins origins,
      RoutePolicies policies,
      List<Issuer> issuers,
      List<String> proofAlgorithms) {
    this.origins = origins;
    this.policies = policies;
    this.issuers = List.copyOf(issuers);
    this.proofAlgorithms = List.copyOf(proofAlgorithms);
  }

  /** Where a client finds the metadata; null when the request does not tell under which host. */
  @Nullable String metadataUrl(ServerHttpRequest request, String resource) {
    return url(request, WELL_KNOWN + resource);
  }

  /**
   * The metadata of a resource; null when there is none of this path.
   *
   * @param resource path such as {@code /catalogue}; empty for the gateway itself
   */
  @Nullable Map<String, Object> metadata(ServerHttpRequest request, String resource) {
    List<RoutePolicy> routes =
        policies.known().stream()
            .filter(policy -> resource.isEmpty() || policy.resource().equals(resource))
            .toList();
    String identifier = url(request, resource);
    if (identifier == null || (routes.isEmpty() && !resource.isEmpty())) {
      return null;
    }
    Set<String> scopes = new TreeSet<>();
    routes.forEach(policy -> scopes.addAll(policy.scopes()));
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("resource", identifier);
    metadata.put(
        "authorization_servers",
        issuers.stream().flatMap(issuer -> issuer.identifiers().stream()).toList());
    metadata.put("scopes_supported", scopes);
    metadata.put("bearer_methods_supported", List.of("header"));
    if (!proofAlgorithms.isEmpty()) {
      metadata.put("dpop_signing_alg_values_supported", proofAlgorithms);
    }
    return metadata;
  }

  /** Audiences that a token of this issuer may name. */
  Set<String> audiences(String issuer) {
    for (Issuer known : issuers) {
      if (known.identifiers().contains(issuer)) {
        return known.audiences;
      }
    }
    return Set.of();
  }

  private @Nullable String url(ServerHttpRequest request, String path) {
    InetSocketAddress peer = request.getRemoteAddress();
    String scheme = request.getURI().getScheme();
    return peer == null || peer.getAddress() == null || scheme == null
        ? null
        : origins
            .url(peer.getAddress(), scheme, request.getHeaders()::getOrEmpty, path)
            .orElse(null);
  }

  /**
   * An issuer of tokens.
   *
   * @param tenant its tenant's name
   * @param issuer the {@code iss} of its tokens
   * @param additional further values of {@code iss}, such as custom domains
   * @param audiences what its tokens may be for
   * @param dpop whether its tokens are bound by DPoP
   * @param certificateBound whether its tokens are bound to certificates
   */
  record Issuer(
      String tenant,
      String issuer,
      Set<String> additional,
      Set<String> audiences,
      ProofMode dpop,
      ProofMode certificateBound) {

    Issuer {
      additional = Set.copyOf(additional);
      audiences = Set.copyOf(audiences);
    }

    /** Every {@code iss}, the tenant's own first. */
    List<String> identifiers() {
      List<String> identifiers = new ArrayList<>();
      identifiers.add(issuer);
      identifiers.addAll(new TreeSet<>(additional));
      return identifiers;
    }

    static Issuer of(Tenant tenant) {
      return new Issuer(
          tenant.name(),
          tenant.issuer(),
          tenant.additionalIssuers(),
          tenant.audiences(),
          tenant.dpop(),
          tenant.certificateBound());
    }
  }
}
