package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LoginRulesIT {

  private final TestTenant tenant = TestTenant.shared();

  @Test
  void tellsTheDeviceWhyARuleRefused() throws Exception {
    Reply codes = tenant.requestCodes("openid");
    Reply page = new Browser(tenant).activate(codes.text("user_code"), "bob");
    assertThat(page.body()).contains("Activation Denied", "Verify your e-mail first.");

    Reply refusal = tenant.poll(codes);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.json().toString())
        .isEqualTo(
            "{\"error\":\"access_denied\",\"error_description\":\"Verify your e-mail first.\"}");
    JsonNode login = tenant.newest("f");
    assertThat(login.get("user_id").stringValue()).isEqualTo("auth0|bob");
    assertThat(login.get("description").stringValue()).isEqualTo("Verify your e-mail first.");
    assertThat(tenant.newest("fdeac").at("/details/error/type").stringValue())
        .isEqualTo("access_denied");
  }

  @Test
  void refusesALoginWhenARuleDoesNotEnd() throws Exception {
    Reply codes = tenant.requestCodes("openid");
    new Browser(tenant).activate(codes.text("user_code"), "loop");

    Reply refusal = tenant.poll(codes);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.text("error")).isEqualTo("access_denied");
    assertThat(refusal.text("error_description"))
        .isEqualTo("The login was refused because the login rule 20-broken.js failed: timed_out.");
    assertThat(tenant.newest("f").at("/details/error/type").stringValue()).isEqualTo("timed_out");
  }

  @Test
  void narrowsTheScopeButNotTheKindsOfTokens() throws Exception {
    Reply tokens =
        tenant.tokens(
            "narrow", "openid email offline_access catalogue:read purchases:write", TestTenant.API);

    assertThat(tokens.text("scope")).isEqualTo("openid offline_access catalogue:read");
    assertThat(tokens.properties()).contains("id_token", "refresh_token");
    assertThat(TestTenant.claims(tenant.verified(tokens.text("access_token"))))
        .containsEntry("scope", "openid offline_access catalogue:read");
  }

  @Test
  void runsAtARefreshWithWhatTheLoginLeft() throws Exception {
    Reply first = tenant.tokens("alice", TestTenant.ALL, TestTenant.API);

    Reply second = tenant.refresh(first.text("refresh_token"));
    Reply third = tenant.refresh(second.text("refresh_token"));

    assertThat(TestTenant.claims(tenant.verified(third.text("access_token"))))
        .containsEntry("https://devicegate.io/flow", "device")
        .doesNotContainKey("https://devicegate.io/protocol");
  }

  @Test
  void refusesARefreshAndLeavesTheTokenAsItWas() throws Exception {
    String token = tenant.tokens("picky", TestTenant.ALL, TestTenant.API).text("refresh_token");

    for (int i = 0; i < 2; i++) {
      Reply refusal = tenant.refresh(token);
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.text("error")).isEqualTo("access_denied");
      assertThat(refusal.text("error_description")).isEqualTo("Not again.");
    }
    assertThat(tenant.newest("fertft").get("description").stringValue()).isEqualTo("Not again.");
  }

  @Test
  void saysWhenARuleWantsWhatNoDeviceCanDo() throws Exception {
    for (String name : List.of("wanderer", "guarded")) {
      Reply codes = tenant.requestCodes("openid");
      new Browser(tenant).activate(codes.text("user_code"), name);

      Reply refusal = tenant.poll(codes);
      assertThat(refusal.status()).isEqualTo(403);
      assertThat(refusal.text("error")).isEqualTo("access_denied");
      assertThat(refusal.text("error_description"))
          .startsWith("The login needs a ")
          .doesNotContain("secret");
    }
    assertThat(tenant.newest("f").at("/details/error/type").stringValue())
        .isEqualTo("mfa_required");
  }

  @Test
  void keepsTheMetadataThatARuleSets() throws Exception {
    for (int devices : List.of(0, 1, 2)) {
      Reply tokens = tenant.tokens("keeper", "openid", TestTenant.API);
      assertThat(TestTenant.claims(tenant.verified(tokens.text("id_token"))))
          .containsEntry("https://devicegate.io/devices", (long) devices);
    }
  }

  @Test
  void revokesTheRefreshTokenWhenARuleSaysSo() throws Exception {
    String token = tenant.tokens("revoked", TestTenant.ALL, TestTenant.API).text("refresh_token");

    Reply refusal = tenant.refresh(token);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.text("error_description")).isEqualTo("Log in again.");
    assertThat(tenant.refresh(token).text("error")).isEqualTo("invalid_grant");
  }
}
