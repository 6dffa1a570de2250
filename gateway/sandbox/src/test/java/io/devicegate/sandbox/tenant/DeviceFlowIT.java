package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DeviceFlowIT {

  private final TestTenant tenant = TestTenant.shared();

  @Test
  void issuesCodesForADevice() throws Exception {
    Reply codes = tenant.requestCodes(TestTenant.ALL);

    assertThat(codes.status()).isEqualTo(200);
    assertThat(codes.header("Cache-Control")).contains("no-store");
    assertThat(codes.properties())
        .containsExactlyInAnyOrder(
            "device_code",
            "user_code",
            "verification_uri",
            "verification_uri_complete",
            "expires_in",
            "interval");
    assertThat(codes.text("device_code")).hasSize(43);
    assertThat(codes.text("user_code"))
        .matches("[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}");
    assertThat(codes.text("verification_uri")).isEqualTo(tenant.url("activate"));
    assertThat(codes.text("verification_uri_complete"))
        .isEqualTo(tenant.url("activate?user_code=" + codes.text("user_code")));
    assertThat(codes.json().get("expires_in").intValue()).isEqualTo(900);
    assertThat(codes.json().get("interval").intValue()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "nobody,      '',           '',                       401, invalid_client",
    "sandbox-m2m, '',           '',                       403, unauthorized_client",
    "sandbox-tv,  secret,       '',                       403, unauthorized_client",
    "sandbox-tv,  '',           https://other.test,       403, access_denied",
    "sandbox-tv,  '',           https://api.sandbox.test, 400, invalid_scope"
  })
  void refusesADeviceAndLogsWhy(
      String client, String secret, String audience, int status, String error) throws Exception {
    Reply refusal =
        tenant.post(
            "oauth/device/code",
            Map.of(
                "client_id", client,
                "client_secret", secret,
                "scope", "openid unknown:scope",
                "audience", audience));

    assertThat(refusal.status()).isEqualTo(status);
    assertThat(refusal.text("error")).isEqualTo(error);
    assertThat(refusal.text("error_description")).isNotBlank();
    JsonNode event = tenant.newest("fdeaz");
    assertThat(event.get("client_id").stringValue()).isEqualTo(client);
    assertThat(event.at("/details/body/client_id").stringValue()).isEqualTo(client);
    assertThat(event.at("/details/body/scope").stringValue()).isEqualTo("openid unknown:scope");
    assertThat(event.at("/details/error/oauthError").stringValue()).isEqualTo(error);
    assertThat(event.toString()).doesNotContain("secret\"");
  }

  @Test
  void namesTheGrantThatTheClientMayNotUse() throws Exception {
    Reply refusal = tenant.requestCodes("sandbox-m2m", "openid", TestTenant.API);

    assertThat(refusal.json().toString())
        .isEqualTo(
            "{\"error\":\"unauthorized_client\",\"error_description\":\"Grant type"
                + " 'urn:ietf:params:oauth:grant-type:device_code' not allowed for the client.\","
                + "\"error_uri\":\"https://auth0.com/docs/clients/client-grant-types\"}");
  }

  @Test
  void makesADeviceWaitForItsUser() throws Exception {
    Reply codes = tenant.requestCodes(TestTenant.ALL);

    Reply pending = tenant.poll(codes);
    assertThat(pending.status()).isEqualTo(403);
    assertThat(pending.json().toString())
        .isEqualTo(
            "{\"error\":\"authorization_pending\","
                + "\"error_description\":\"User has yet to authorize device code.\"}");

    Reply tooFast = tenant.poll(codes);
    assertThat(tooFast.status()).isEqualTo(429);
    assertThat(tooFast.json().toString())
        .isEqualTo(
            "{\"error\":\"slow_down\",\"error_description\":"
                + "\"You are polling faster than the specified interval of 5 seconds.\"}");

    tenant.clock.forward(TestTenant.INTERVAL);
    assertThat(tenant.poll(codes).text("error")).isEqualTo("authorization_pending");
  }

  @Test
  void givesTokensOnceTheUserAgreed() throws Exception {
    Reply codes = tenant.requestCodes(TestTenant.ALL);
    Reply allowed = new Browser(tenant).activate(codes.text("user_code"), "alice");
    assertThat(allowed.body()).contains("Congratulations");

    Reply tokens = tenant.poll(codes);
    assertThat(tokens.status()).isEqualTo(200);
    assertThat(tokens.header("Cache-Control")).contains("no-store");
    assertThat(tokens.text("token_type")).isEqualTo("Bearer");
    assertThat(tokens.text("scope")).isEqualTo(TestTenant.ALL);
    assertThat(tokens.json().get("expires_in").intValue()).isEqualTo(86_400);
    assertThat(tokens.text("refresh_token")).isNotBlank();

    SignedJWT access = tenant.verified(tokens.text("access_token"));
    assertThat(access.getHeader().getType()).hasToString("JWT");
    assertThat(access.getHeader().getAlgorithm()).hasToString("RS256");
    assertThat(TestTenant.claims(access))
        .containsEntry("iss", tenant.url(""))
        .containsEntry("sub", "auth0|alice")
        .containsEntry("aud", List.of(TestTenant.API, tenant.url("userinfo")))
        .containsEntry("azp", "sandbox-tv")
        .containsEntry("scope", TestTenant.ALL)
        .containsEntry("https://devicegate.io/protocol", "oauth2-device-code")
        .doesNotContainKeys("jti", "gty", "client_id");

    SignedJWT id = tenant.verified(tokens.text("id_token"));
    assertThat(TestTenant.claims(id))
        .containsEntry("iss", tenant.url(""))
        .containsEntry("aud", "sandbox-tv")
        .containsEntry("sub", "auth0|alice")
        .containsEntry("email", "alice@sandbox.test")
        .containsEntry("email_verified", true)
        .containsEntry("name", "alice")
        .containsEntry("https://devicegate.io/seen", "sandbox-tv Username-Password-Authentication")
        .doesNotContainKey("nonce");

    JsonNode event = tenant.newest("sede");
    assertThat(event.get("user_id").stringValue()).isEqualTo("auth0|alice");
    assertThat(event.get("audience").stringValue()).isEqualTo(TestTenant.API);
    assertThat(event.toString()).doesNotContain(codes.text("device_code"), "eyJ");
  }

  @Test
  void givesOnlyTheTokensThatTheScopesAskFor() throws Exception {
    Reply tokens = tenant.tokens("alice", "catalogue:read", TestTenant.API);

    assertThat(tokens.properties())
        .containsExactlyInAnyOrder("access_token", "scope", "expires_in", "token_type");
    assertThat(TestTenant.claims(tenant.verified(tokens.text("access_token"))))
        .containsEntry("aud", TestTenant.API);
  }

  @Test
  void givesAnOpaqueTokenWithoutAnAudience() throws Exception {
    Reply codes =
        tenant.post(
            "oauth/device/code", Map.of("client_id", "sandbox-tv", "scope", "openid email"));
    new Browser(tenant).activate(codes.text("user_code"), "alice");
    String token = tenant.poll(codes).text("access_token");

    assertThat(token).doesNotContain(".").hasSize(43);
    Reply userinfo = tenant.get("userinfo", "Authorization", "Bearer " + token);
    assertThat(userinfo.json().toString())
        .isEqualTo(
            "{\"sub\":\"auth0|alice\",\"email\":\"alice@sandbox.test\",\"email_verified\":true}");
  }

  @Test
  void redeemsACodeOnceHoweverManyPollAtTheSameTime() throws Exception {
    Reply codes = tenant.requestCodes(TestTenant.ALL);
    new Browser(tenant).activate(codes.text("user_code"), "alice");
    HttpRequest poll = tenant.pollRequest(codes);

    List<CompletableFuture<HttpResponse<String>>> polls =
        IntStream.range(0, 50)
            .mapToObj(i -> tenant.http.sendAsync(poll, HttpResponse.BodyHandlers.ofString()))
            .toList();

    List<Integer> statuses = polls.stream().map(p -> p.join().statusCode()).toList();
    assertThat(statuses).hasSize(50).containsOnlyOnce(200);
    assertThat(statuses.stream().filter(status -> status == 403)).hasSize(49);
    tenant.clock.forward(TestTenant.INTERVAL);
    assertThat(tenant.poll(codes).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void saysOnceThatACodeExpired() throws Exception {
    Reply codes = tenant.requestCodes(TestTenant.ALL);
    tenant.clock.forward(Duration.ofSeconds(900));

    Reply expired = tenant.poll(codes);
    assertThat(expired.status()).isEqualTo(403);
    assertThat(expired.text("error")).isEqualTo("expired_token");
    assertThat(tenant.newest("fede").at("/details/error/oauthError").stringValue())
        .isEqualTo("expired_token");

    Reply afterwards = tenant.poll(codes);
    assertThat(afterwards.status()).isEqualTo(403);
    assertThat(afterwards.text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void tellsTheDeviceThatTheUserCancelled() throws Exception {
    Reply codes = tenant.requestCodes(TestTenant.ALL);
    Browser browser = new Browser(tenant);
    browser.open("activate?user_code=" + codes.text("user_code"));
    Reply denied =
        browser.submit(
            "activate/confirm", Map.of("user_code", codes.text("user_code"), "action", "cancel"));
    assertThat(denied.body()).contains("Activation Denied");

    Reply refusal = tenant.poll(codes);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.json().toString())
        .isEqualTo(
            "{\"error\":\"access_denied\","
                + "\"error_description\":\"User cancelled the confirmation prompt.\"}");
    assertThat(tenant.newest("fdecc").at("/details/session_id").stringValue()).isNotBlank();
    assertThat(tenant.newest("fede").at("/details/error/oauthError").stringValue())
        .isEqualTo("access_denied");
  }

  @Test
  void tellsTheDeviceThatTheUserRefusedConsent() throws Exception {
    Reply codes = tenant.requestCodes("openid purchases:write");
    Browser browser = new Browser(tenant);
    browser.confirm(codes.text("user_code"));
    Reply consent = browser.logIn("picky", "sandbox");
    assertThat(consent.body()).contains("purchases:write");
    browser.submit("activate/consent", Map.of("action", "deny"));

    Reply refusal = tenant.poll(codes);
    assertThat(refusal.status()).isEqualTo(403);
    assertThat(refusal.text("error")).isEqualTo("access_denied");
  }

  @Test
  void takesJsonAsWellAsForms() throws Exception {
    Reply codes = tenant.requestCodes(TestTenant.ALL);
    String body =
        "{\"grant_type\":\"%s\",\"device_code\":\"%s\",\"client_id\":\"sandbox-tv\"}"
            .formatted(TestTenant.DEVICE_GRANT, codes.text("device_code"));

    Reply pending =
        tenant.send(
            tenant
                .request("oauth/token", "Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());

    assertThat(pending.text("error")).isEqualTo("authorization_pending");
  }

  @Test
  void refusesTheCodeOfAnotherClient() throws Exception {
    Reply codes = tenant.requestCodes("sandbox-cli", "openid", TestTenant.API);

    assertThat(tenant.poll(codes).text("error")).isEqualTo("invalid_grant");
  }
}
