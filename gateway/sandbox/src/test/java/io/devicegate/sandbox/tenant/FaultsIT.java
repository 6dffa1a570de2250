package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultsIT {

  private final TestTenant tenant = TestTenant.shared();

  @AfterEach
  void mend() throws Exception {
    for (Fault fault : Fault.values()) {
      assertThat(set("DELETE", fault.label()).status()).isEqualTo(200);
    }
    assertThat(tenant.get("sandbox/faults").json().path("faults").size()).isZero();
  }

  @Test
  void connectionDown() throws Exception {
    set("PUT", "connection-down");
    Reply codes = tenant.requestCodes(TestTenant.ALL);
    Browser browser = new Browser(tenant);
    browser.confirm(codes.text("user_code"));
    Reply page = browser.logIn("alice", "sandbox");

    assertThat(page.body()).contains("Log-in does not work at the moment");
    assertThat(tenant.newest("f").path("description").stringValue())
        .contains("connection did not answer");
    set("DELETE", "connection-down");
    assertThat(Browser.isAt(browser.logIn("alice", "sandbox"), "/login")).isFalse();
  }

  @Test
  void keysDown() throws Exception {
    set("PUT", "keys-down");
    assertThat(tenant.get(".well-known/jwks.json").status()).isEqualTo(503);
    assertThat(tenant.get(".well-known/openid-configuration").status()).isEqualTo(200);
    set("DELETE", "keys-down");
    assertThat(tenant.get(".well-known/jwks.json").status()).isEqualTo(200);
  }

  @Test
  void rateLimited() throws Exception {
    set("PUT", "rate-limited");
    Reply refused = tenant.requestCodes(TestTenant.ALL);

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.text("error")).isEqualTo("too_many_requests");
    set("DELETE", "rate-limited");
    assertThat(tenant.newest("api_limit").path("hostname").stringValue()).isEqualTo("localhost");
  }

  @Test
  void clockBehind() throws Exception {
    set("PUT", "clock-behind");
    tenant.requestCodes("nobody", "openid", TestTenant.API);
    Instant dated = Instant.parse(tenant.newest("fdeaz").path("date").stringValue());

    assertThat(Duration.between(dated, tenant.clock.instant())).isEqualTo(Duration.ofMinutes(10));
  }

  @Test
  void listsWhatIsOn() throws Exception {
    set("PUT", "stream-paused");
    set("PUT", "stream-filtered");
    assertThat(tenant.get("sandbox/faults").json().path("faults").valueStream())
        .extracting(fault -> fault.stringValue())
        .containsExactly("stream-filtered", "stream-paused");
  }

  @ParameterizedTest
  @CsvSource({"nothing, 404", "CONNECTION_DOWN, 404"})
  void namesTheFaultsThatThereAre(String fault, int status) throws Exception {
    Reply refused = set("PUT", fault);

    assertThat(refused.status()).isEqualTo(status);
    Arrays.stream(Fault.values())
        .forEach(known -> assertThat(refused.text("error_description")).contains(known.label()));
  }

  @Test
  void isNoneForAPageInABrowser() throws Exception {
    Reply refused =
        tenant.send(
            tenant
                .request("sandbox/faults/keys-down", "Origin", "https://evil.test")
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build());

    assertThat(refused.status()).isEqualTo(403);
    assertThat(tenant.get(".well-known/jwks.json").status()).isEqualTo(200);
  }

  /** Stories have people in more than one place. */
  @Test
  void takesTheAddressThatAProgramHereSays() throws Exception {
    tenant.post(
        "oauth/device/code", Map.of("client_id", "nobody"), "Sandbox-Address", "198.51.100.7");
    assertThat(tenant.newest("fdeaz").path("ip").stringValue()).isEqualTo("198.51.100.7");

    tenant.post("oauth/device/code", Map.of("client_id", "nobody"), "Sandbox-Address", "<b>");
    assertThat(tenant.newest("fdeaz").path("ip").stringValue()).isEqualTo("127.0.0.1");
  }

  private Reply set(String method, String fault) throws Exception {
    return tenant.send(
        tenant
            .request("sandbox/faults/" + fault)
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build());
  }
}
