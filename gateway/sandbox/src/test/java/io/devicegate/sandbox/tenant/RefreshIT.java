package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class RefreshIT {

  private final TestTenant tenant = TestTenant.shared();

  @Test
  void replacesTheRefreshTokenAtEachExchange() throws Exception {
    Reply first = tenant.tokens("alice", TestTenant.ALL, TestTenant.API);

    Reply second = tenant.refresh(first.text("refresh_token"));

    assertThat(second.status()).isEqualTo(200);
    assertThat(second.text("refresh_token")).isNotBlank().isNotEqualTo(first.text("refresh_token"));
    assertThat(second.text("scope")).isEqualTo(TestTenant.ALL);
    assertThat(second.properties()).contains("id_token");
    assertThat(TestTenant.claims(tenant.verified(second.text("access_token"))))
        .containsEntry("gty", "refresh_token")
        .containsEntry("sub", "auth0|alice");
    JsonNode event = tenant.newest("sertft");
    assertThat(event.at("/details/tokenCounter").intValue()).isZero();
    assertThat(event.at("/details/familyId").stringValue()).isNotBlank();
    assertThat(tenant.refresh(second.text("refresh_token")).status()).isEqualTo(200);
  }

  @Test
  void narrowsTheScopeOfOneExchangeOnly() throws Exception {
    Reply first = tenant.tokens("alice", TestTenant.ALL, TestTenant.API);

    Reply narrow = refresh(first.text("refresh_token"), Map.of("scope", "catalogue:read"));
    assertThat(narrow.text("scope")).isEqualTo("catalogue:read");
    assertThat(narrow.properties()).doesNotContain("id_token");

    Reply wide = refresh(narrow.text("refresh_token"), Map.of("scope", "purchases:write"));
    assertThat(wide.status()).isEqualTo(400);
    assertThat(wide.text("error")).isEqualTo("invalid_scope");

    assertThat(tenant.refresh(narrow.text("refresh_token")).text("scope"))
        .isEqualTo(TestTenant.ALL);
  }

  @Test
  void revokesEverythingWhenAnOldTokenComesBack() throws Exception {
    Browser browser = new Browser(tenant);
    Reply codes = tenant.requestCodes(TestTenant.ALL);
    browser.activate(codes.text("user_code"), "alice");
    String stolen = tenant.poll(codes).text("refresh_token");
    String current = tenant.refresh(stolen).text("refresh_token");

    Reply reuse = tenant.refresh(stolen);

    assertThat(reuse.status()).isEqualTo(403);
    assertThat(reuse.text("error")).isEqualTo("invalid_grant");
    JsonNode event = tenant.newest("ferrt");
    assertThat(event.get("description").stringValue())
        .isEqualTo("Unsuccessful Refresh Token exchange, reused refresh token detected");
    assertThat(event.at("/details/tokenCounter").intValue()).isZero();
    assertThat(event.at("/details/latestCounter").intValue()).isEqualTo(1);
    assertThat(tenant.refresh(current).text("error")).isEqualTo("invalid_grant");
    assertThat(tenant.newest("fertft").at("/details/failure_reason").stringValue())
        .isEqualTo("grant_revoked");
    Reply page = browser.confirm(tenant.requestCodes(TestTenant.ALL).text("user_code"));
    assertThat(Browser.isAt(page, "/activate/consent")).as("consent is asked again").isTrue();
  }

  @Test
  void exchangesATokenOnceHoweverManyTryAtTheSameTime() throws Exception {
    Reply first = tenant.tokens("alice", TestTenant.ALL, TestTenant.API);
    HttpRequest exchange =
        tenant.form(
            "oauth/token",
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", first.text("refresh_token"),
                "client_id", "sandbox-tv"));

    List<CompletableFuture<HttpResponse<String>>> exchanges =
        IntStream.range(0, 10)
            .mapToObj(i -> tenant.http.sendAsync(exchange, HttpResponse.BodyHandlers.ofString()))
            .toList();

    assertThat(exchanges.stream().map(e -> e.join().statusCode())).containsOnlyOnce(200);
  }

  @Test
  void refusesATokenThatWasNotUsedForTooLong() throws Exception {
    String token = tenant.tokens("alice", TestTenant.ALL, TestTenant.API).text("refresh_token");
    tenant.clock.forward(Duration.ofDays(15));

    assertThat(tenant.refresh(token).text("error")).isEqualTo("invalid_grant");
    assertThat(tenant.newest("fertft").at("/details/failure_reason").stringValue())
        .isEqualTo("invalid_token");
  }

  @Test
  void takesATokenBack() throws Exception {
    String token = tenant.tokens("alice", TestTenant.ALL, TestTenant.API).text("refresh_token");

    Reply revoked = tenant.post("oauth/revoke", Map.of("client_id", "sandbox-tv", "token", token));
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(revoked.body()).isEmpty();
    assertThat(tenant.newest("srrt").get("user_id").stringValue()).isEqualTo("auth0|alice");
    assertThat(tenant.refresh(token).text("error")).isEqualTo("invalid_grant");

    Reply unknown =
        tenant.post("oauth/revoke", Map.of("client_id", "sandbox-tv", "token", "v1.unknown"));
    assertThat(unknown.status()).isEqualTo(200);
  }

  @Test
  void refusesTheTokenOfAnotherClient() throws Exception {
    String token = tenant.tokens("alice", TestTenant.ALL, TestTenant.API).text("refresh_token");

    assertThat(refresh(token, Map.of("client_id", "sandbox-cli")).text("error"))
        .isEqualTo("invalid_grant");
    assertThat(tenant.refresh(token).status()).isEqualTo(200);
  }

  private Reply refresh(String token, Map<String, String> more) throws Exception {
    Map<String, String> form = new TreeMap<>();
    form.put("grant_type", "refresh_token");
    form.put("refresh_token", token);
    form.put("client_id", "sandbox-tv");
    form.putAll(more);
    return tenant.post("oauth/token", form);
  }
}
