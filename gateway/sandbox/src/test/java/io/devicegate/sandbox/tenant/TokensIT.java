package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TokensIT {

  private static final String BASIC =
      "Basic "
          + Base64.getEncoder()
              .encodeToString("sandbox-m2m:sandbox-secret".getBytes(StandardCharsets.UTF_8));

  private final TestTenant tenant = TestTenant.shared();

  @Test
  void writesTheProfileOfTheApi() throws Exception {
    Reply tokens = tenant.tokens("alice", TestTenant.ALL, TestTenant.RFC9068_API);

    SignedJWT access = tenant.verified(tokens.text("access_token"));
    assertThat(access.getHeader().getType()).hasToString("at+jwt");
    assertThat(TestTenant.claims(access))
        .containsEntry("client_id", "sandbox-tv")
        .containsKey("jti")
        .doesNotContainKeys("azp", "gty");
    assertThat(tenant.newest("sede").at("/details/access_token_jti").stringValue())
        .isEqualTo(access.getJWTClaimsSet().getJWTID());

    SignedJWT refreshed =
        tenant.verified(tenant.refresh(tokens.text("refresh_token")).text("access_token"));
    assertThat(TestTenant.claims(refreshed)).containsKey("jti").doesNotContainKey("gty");
  }

  @ParameterizedTest
  @ValueSource(strings = {TestTenant.API, TestTenant.RFC9068_API})
  void showsTheUserOfAToken(String api) throws Exception {
    String token = tenant.tokens("alice", "openid profile", api).text("access_token");

    Reply userinfo = tenant.get("userinfo", "Authorization", "Bearer " + token);

    assertThat(userinfo.status()).isEqualTo(200);
    assertThat(userinfo.json().toString())
        .isEqualTo("{\"sub\":\"auth0|alice\",\"name\":\"alice\",\"nickname\":\"alice\"}");
  }

  @Test
  void showsNobodyWithoutAValidToken() throws Exception {
    String withoutOpenid =
        tenant.tokens("alice", "catalogue:read", TestTenant.API).text("access_token");
    String expired = tenant.tokens("alice", "openid", TestTenant.API).text("access_token");
    tenant.clock.forward(Duration.ofDays(1).plusSeconds(1));

    for (String token : new String[] {"garbage", withoutOpenid, expired}) {
      Reply refusal = tenant.get("userinfo", "Authorization", "Bearer " + token);
      assertThat(refusal.status()).as(token).isEqualTo(401);
      assertThat(refusal.text("error")).isEqualTo("invalid_token");
      assertThat(refusal.header("WWW-Authenticate")).startsWith("Bearer");
    }
    assertThat(tenant.get("userinfo").status()).isEqualTo(401);
  }

  @Test
  void describesItself() throws Exception {
    JsonNode openid = tenant.get(".well-known/openid-configuration").json();

    assertThat(openid.get("issuer").stringValue()).isEqualTo(tenant.url(""));
    assertThat(openid.get("device_authorization_endpoint").stringValue())
        .isEqualTo(tenant.url("oauth/device/code"));
    assertThat(openid.get("token_endpoint").stringValue()).isEqualTo(tenant.url("oauth/token"));
    assertThat(openid.get("revocation_endpoint").stringValue())
        .isEqualTo(tenant.url("oauth/revoke"));
    assertThat(openid.get("userinfo_endpoint").stringValue()).isEqualTo(tenant.url("userinfo"));
    assertThat(openid.get("jwks_uri").stringValue()).isEqualTo(tenant.url(".well-known/jwks.json"));
    assertThat(tenant.get(".well-known/oauth-authorization-server").json()).isEqualTo(openid);
  }

  @Test
  void publishesOnlyThePublicHalfOfItsKeys() throws Exception {
    JsonNode key = tenant.get(".well-known/jwks.json").json().at("/keys/0");

    assertThat(key.get("kty").stringValue()).isEqualTo("RSA");
    assertThat(key.get("use").stringValue()).isEqualTo("sig");
    assertThat(key.get("alg").stringValue()).isEqualTo("RS256");
    assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "use", "alg", "kid", "n", "e");
  }

  @Test
  void rotatesItsKeysByOneCall() throws Exception {
    String before = tenant.tokens("alice", "openid", TestTenant.API).text("access_token");

    String kept = tenant.post("sandbox/keys/rotate?keep=true", Map.of()).text("kid");
    String between = tenant.tokens("alice", "openid", TestTenant.API).text("access_token");
    assertThat(tenant.verified(between).getHeader().getKeyID()).isEqualTo(kept);
    assertThat(tenant.verified(before).getJWTClaimsSet().getSubject()).isEqualTo("auth0|alice");

    tenant.post("sandbox/keys/rotate?keep=false", Map.of());
    assertThatThrownBy(() -> tenant.verified(between)).hasMessageContaining("not signed");
    assertThat(tenant.get("userinfo", "Authorization", "Bearer " + between).status())
        .isEqualTo(401);
  }

  @Test
  void rotatesNoKeysForAPageInABrowser() throws Exception {
    Reply refused = tenant.post("sandbox/keys/rotate", Map.of(), "Origin", "https://evil.test");

    assertThat(refused.status()).isEqualTo(403);
  }

  @Test
  void givesAMachineItsTokenBySecretInTheHeader() throws Exception {
    Reply token =
        tenant.post(
            "oauth/token",
            Map.of("grant_type", "client_credentials", "audience", TestTenant.API),
            "Authorization",
            BASIC);

    assertThat(token.status()).isEqualTo(200);
    assertThat(token.properties())
        .containsExactlyInAnyOrder("access_token", "scope", "expires_in", "token_type");
    assertThat(TestTenant.claims(tenant.verified(token.text("access_token"))))
        .containsEntry("sub", "sandbox-m2m@clients")
        .containsEntry("azp", "sandbox-m2m")
        .containsEntry("aud", TestTenant.API)
        .containsEntry("gty", "client-credentials");
    assertThat(tenant.newest("seccft").get("client_id").stringValue()).isEqualTo("sandbox-m2m");
  }

  @ParameterizedTest
  @CsvSource({
    "wrong,          https://api.sandbox.test,     '',             401, access_denied",
    "'',             https://api.sandbox.test,     '',             401, access_denied",
    "sandbox-secret, '',                           '',             403, access_denied",
    "sandbox-secret, https://other.test,           '',             403, access_denied",
    "sandbox-secret, https://rfc9068.sandbox.test, '',             403, access_denied",
    "sandbox-secret, https://api.sandbox.test,     other:scope,    403, access_denied"
  })
  void refusesAMachineAndLogsIt(
      String secret, String audience, String scope, int status, String error) throws Exception {
    Reply refusal =
        tenant.post(
            "oauth/token",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "sandbox-m2m",
                "client_secret", secret,
                "audience", audience,
                "scope", scope));

    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.text("error")).isEqualTo(error);
    assertThat(tenant.newest("feccft").get("description").stringValue())
        .isEqualTo(refusal.text("error_description"));
  }

  @Test
  void takesOneKindOfClientAuthenticationAtATime() throws Exception {
    HttpRequest both =
        tenant.form(
            "oauth/token",
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "sandbox-m2m",
                "client_secret", "sandbox-secret",
                "audience", TestTenant.API),
            "Authorization",
            BASIC);

    assertThat(tenant.send(both).text("error")).isEqualTo("invalid_request");
  }
}
