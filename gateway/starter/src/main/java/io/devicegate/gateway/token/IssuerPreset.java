package io.devicegate.gateway.token;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Issuers whose tokens are known here by name. What a preset says of claims, types and signatures
 * can be overridden property by property; see {@code docs/reference/issuers.md}.
 */
public enum IssuerPreset {

  /** Auth0, in its own token profile and in that of RFC 9068. */
  AUTH0(
      new IssuerDialect(
          List.of("azp", "client_id"),
          List.of("scope"),
          List.of("permissions"),
          Set.of("JWT", "at+jwt"),
          false,
          Map.of(),
          Set.of(),
          Map.of(),
          false,
          Set.of())),

  /** Keycloak: ID and refresh tokens differ from access tokens in the claim {@code typ} only. */
  KEYCLOAK(
      new IssuerDialect(
          List.of("azp"),
          List.of("scope"),
          List.of("realm_access.roles"),
          Set.of("JWT", "at+jwt"),
          false,
          Map.of("typ", Set.of("Bearer", "DPoP")),
          Set.of(),
          Map.of("preferred_username", "service-account-"),
          true,
          Set.of())),

  /** Okta, with an authorization server of one's own: the org's tokens are for Okta alone. */
  OKTA(
      new IssuerDialect(
          List.of("cid"),
          List.of("scp"),
          List.of("groups"),
          Set.of("JWT", "at+jwt"),
          false,
          Map.of(),
          Set.of("scp"),
          Map.of(),
          true,
          Set.of())),

  /**
   * Microsoft Entra ID, tokens of version 2.0 and 1.0; its ID tokens have neither scp nor roles.
   */
  ENTRA(
      new IssuerDialect(
          List.of("azp", "appid"),
          List.of("scp"),
          List.of("roles"),
          Set.of("JWT", "at+jwt"),
          false,
          Map.of(),
          Set.of("scp", "roles"),
          Map.of("idtyp", "app"),
          true,
          Set.of("login.microsoftonline.com", "login.windows.net"))),

  /** Any issuer that keeps to RFC 9068, whose tokens must say so in their type. */
  RFC9068(
      new IssuerDialect(
          List.of("client_id"),
          List.of("scope"),
          List.of("entitlements", "roles"),
          Set.of("at+jwt"),
          true,
          Map.of(),
          Set.of("client_id"),
          Map.of(),
          true,
          Set.of()));

  @SuppressWarnings("ImmutableEnumChecker") // A dialect holds copies that cannot be changed.
  private final IssuerDialect dialect;

  IssuerPreset(IssuerDialect dialect) {
    this.dialect = dialect;
  }

  IssuerDialect dialect() {
    return dialect;
  }
}
