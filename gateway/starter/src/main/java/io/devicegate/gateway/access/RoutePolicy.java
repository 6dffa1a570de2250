package io.devicegate.gateway.access;

import io.devicegate.gateway.proof.ProofMode;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that a route demands, as its metadata says.
 *
 * @param requirement {@code devicegate.require}
 * @param allScopes {@code devicegate.scopes}: the token needs every one
 * @param anyScopes {@code devicegate.scopes-any}: the token needs one of them; empty for no demand
 * @param maxAge {@code devicegate.max-age}: longest time since the login; null for no demand
 * @param acrValues {@code devicegate.acr-values}: classes of login accepted; empty for no demand
 * @param budget {@code devicegate.budget}: name of an entry of {@code devicegate.budgets}; null for
 *     no budget
 * @param resource {@code devicegate.resource}: path of the protected resource (RFC 9728) that the
 *     route belongs to; empty for the whole gateway
 * @param dpop {@code devicegate.dpop}: whether tokens must be bound by DPoP; null where the tenant
 *     says so
 */
public record RoutePolicy(
    Requirement requirement,
    Set<String> allScopes,
    Set<String> anyScopes,
    @Nullable Duration maxAge,
    List<String> acrValues,
    @Nullable String budget,
    String resource,
    @Nullable ProofMode dpop) {

  public RoutePolicy {
    allScopes = Set.copyOf(allScopes);
    anyScopes = Set.copyOf(anyScopes);
    acrValues = List.copyOf(acrValues);
    if (requirement == Requirement.NONE
        && (!allScopes.isEmpty()
            || !anyScopes.isEmpty()
            || maxAge != null
            || !acrValues.isEmpty()
            || budget != null)) {
      throw new IllegalArgumentException(
          "devicegate.require: none (expected: device or token, since scopes, max-age, acr-values"
              + " and budget need a token)");
    }
  }

  /**
   * Reads a route's metadata.
   *
   * @throws IllegalArgumentException when it cannot be understood or contradicts itself
   */
  static RoutePolicy of(Map<String, Object> metadata) {
    RouteMetadata read = RouteMetadata.of(metadata);
    return new RoutePolicy(
        Requirement.of(metadata),
        new LinkedHashSet<>(read.words("scopes")),
        new LinkedHashSet<>(read.words("scopes-any")),
        read.duration("max-age"),
        read.words("acr-values"),
        read.text("budget"),
        read.path("resource"),
        read.proofMode("dpop"));
  }

  /** What the login behind a token has to be like. */
  LoginDemand login() {
    return maxAge == null && acrValues.isEmpty()
        ? LoginDemand.NONE
        : new LoginDemand(maxAge, acrValues);
  }

  /** Every scope that the route speaks of. */
  Set<String> scopes() {
    Set<String> scopes = new LinkedHashSet<>(allScopes);
    scopes.addAll(anyScopes);
    return scopes;
  }

  boolean accepts(List<String> scopes) {
    for (String scope : allScopes) {
      if (!scopes.contains(scope)) {
        return false;
      }
    }
    if (anyScopes.isEmpty()) {
      return true;
    }
    for (String scope : scopes) {
      if (anyScopes.contains(scope)) {
        return true;
      }
    }
    return false;
  }
}
