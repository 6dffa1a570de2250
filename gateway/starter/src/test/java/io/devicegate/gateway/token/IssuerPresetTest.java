package io.devicegate.gateway.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.Reason;
import io.devicegate.gateway.RefusedException;
import io.devicegate.gateway.proof.ProofMode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The claims are those of tokens that the issuers document. */
class IssuerPresetTest {

  @Test
  void readsAuth0sOwnProfileAndRfc9068() {
    VerifiedToken own =
        read(
            IssuerPreset.AUTH0,
            Map.of("azp", "tv", "scope", "openid read:a", "permissions", List.of("read:a")));
    assertThat(own.client()).isEqualTo("tv");
    assertThat(own.scopes()).containsExactly("openid", "read:a");
    assertThat(own.permissions()).containsExactly("read:a");

    assertThat(read(IssuerPreset.AUTH0, Map.of("client_id", "tv")).client()).isEqualTo("tv");
  }

  @Test
  void readsKeycloak() {
    VerifiedToken token =
        read(
            IssuerPreset.KEYCLOAK,
            Map.of(
                "typ",
                "Bearer",
                "azp",
                "tv",
                "scope",
                "profile email",
                "realm_access",
                Map.of("roles", List.of("viewer"))));
    assertThat(token.client()).isEqualTo("tv");
    assertThat(token.scopes()).containsExactly("profile", "email");
    assertThat(token.permissions()).containsExactly("viewer");
  }

  @Test
  void tellsKeycloaksIdAndRefreshTokensFromAccessTokens() {
    for (String typ : List.of("ID", "Refresh", "Offline", "bearer")) {
      refuses(IssuerPreset.KEYCLOAK, Map.of("typ", typ, "azp", "tv"));
    }
    refuses(IssuerPreset.KEYCLOAK, Map.of("azp", "tv"));
  }

  @Test
  void readsOkta() {
    VerifiedToken token =
        read(IssuerPreset.OKTA, Map.of("cid", "0oa1", "scp", List.of("openid", "read:a")));
    assertThat(token.client()).isEqualTo("0oa1");
    assertThat(token.scopes()).containsExactly("openid", "read:a");
    refuses(IssuerPreset.OKTA, Map.of("cid", "0oa1"));
  }

  @Test
  void readsEntraOfBothVersions() {
    VerifiedToken second =
        read(
            IssuerPreset.ENTRA,
            Map.of("azp", "app-id", "scp", "Read Write", "roles", List.of("Admin")));
    assertThat(second.client()).isEqualTo("app-id");
    assertThat(second.scopes()).containsExactly("Read", "Write");
    assertThat(second.permissions()).containsExactly("Admin");
    assertThat(read(IssuerPreset.ENTRA, Map.of("appid", "app-id", "scp", "Read")).client())
        .isEqualTo("app-id");
    refuses(IssuerPreset.ENTRA, Map.of("azp", "app-id", "nonce", "id-token"));
  }

  @Test
  void knowsTokensThatNobodyLoggedInTo() {
    assertThat(
            tenant(IssuerPreset.KEYCLOAK, TokenFormat.AS_PRESET)
                .isOfMachine(Map.of("preferred_username", "service-account-tv")))
        .isTrue();
    assertThat(
            tenant(IssuerPreset.ENTRA, TokenFormat.AS_PRESET).isOfMachine(Map.of("idtyp", "app")))
        .isTrue();
    assertThat(
            tenant(IssuerPreset.AUTH0, TokenFormat.AS_PRESET).isOfMachine(Map.of("idtyp", "app")))
        .isFalse();
  }

  @Test
  void rfc9068InsistsOnItsTypeAndClient() {
    IssuerDialect dialect = IssuerPreset.RFC9068.dialect();
    assertThat(dialect.types()).containsExactly("at+jwt");
    assertThat(dialect.typeRequired()).isTrue();
    refuses(IssuerPreset.RFC9068, Map.of("azp", "tv"));
  }

  @Test
  void tenantOverridesItsPreset() {
    Tenant tenant =
        tenant(
            IssuerPreset.AUTH0,
            new TokenFormat(
                List.of("app"), List.of("rights"), List.of("a.b"), Set.of("jwt"), true, true));
    VerifiedToken token =
        VerifiedTokens.ofJwt(
            tenant,
            claims(Map.of("app", "tv", "rights", "x", "a", Map.of("b", List.of("y")))),
            Instant.EPOCH);
    assertThat(token.client()).isEqualTo("tv");
    assertThat(token.scopes()).containsExactly("x");
    assertThat(token.permissions()).containsExactly("y");
    assertThat(tenant.dialect().types()).containsExactly("jwt");
    assertThat(tenant.dialect().typeRequired()).isTrue();
    assertThat(tenant.dialect().highSAllowed()).isTrue();
  }

  @Test
  void refusesScopesThatAreNeitherTextNorTexts() {
    assertThatThrownBy(() -> read(IssuerPreset.AUTH0, Map.of("scope", List.of("a", 7))))
        .hasMessage(Reason.CLAIMS_INVALID.wireName());
  }

  private static VerifiedToken read(IssuerPreset preset, Map<String, Object> claims) {
    return VerifiedTokens.ofJwt(
        tenant(preset, TokenFormat.AS_PRESET), claims(claims), Instant.EPOCH);
  }

  private static void refuses(IssuerPreset preset, Map<String, Object> claims) {
    assertThatThrownBy(() -> read(preset, claims))
        .as(claims.toString())
        .isInstanceOfSatisfying(
            RefusedException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.TOKEN_TYPE_REFUSED));
  }

  private static Map<String, Object> claims(Map<String, Object> some) {
    Map<String, Object> claims = new LinkedHashMap<>(some);
    claims.put("sub", "alice");
    return claims;
  }

  private static Tenant tenant(IssuerPreset preset, TokenFormat format) {
    return new Tenant(
        "test",
        "https://tenant.test/",
        Set.of(),
        preset,
        format,
        Set.of("api"),
        Set.of("RS256"),
        Set.of(),
        "claim",
        null,
        null,
        Duration.ZERO,
        Duration.ofDays(1),
        ProofMode.OPTIONAL,
        ProofMode.OPTIONAL,
        null);
  }
}
