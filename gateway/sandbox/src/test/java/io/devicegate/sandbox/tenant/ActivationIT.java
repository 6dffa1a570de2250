package io.devicegate.sandbox.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ActivationIT {

  private static final String INVALID_OR_EXPIRED = "Invalid or expired user code";

  private final TestTenant tenant = TestTenant.shared();

  @Test
  void asksToConfirmTheDeviceBeforeAnythingElse() throws Exception {
    Reply codes =
        tenant.post(
            "oauth/device/code",
            Map.of("client_id", "sandbox-tv", "scope", "openid"),
            "User-Agent",
            "Living room TV/7");
    String code = codes.text("user_code");

    Reply page = new Browser(tenant).open("activate?user_code=" + code);

    assertThat(page.status()).isEqualTo(200);
    assertThat(page.body())
        .contains("Device Confirmation", code, "Sandbox TV", "127.0.0.1", "Living room TV/7");
  }

  @Test
  void takesACodeInAnyCaseAndPunctuation() throws Exception {
    String code = tenant.requestCodes("openid").text("user_code");
    Browser browser = new Browser(tenant);
    browser.open("activate");

    for (String typed :
        new String[] {
          code.toLowerCase(Locale.ROOT), code.replace("-", ""), " " + code.replace('-', ' ') + " "
        }) {
      Reply page = browser.submit("activate", Map.of("user_code", typed));
      assertThat(page.body()).contains("Device Confirmation", code);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'',          Please enter the code displayed on your device",
    "'  ',        Please enter the code displayed on your device",
    "AEIO-UAEI,   The code you entered is invalid",
    "BCDF,        The code you entered is invalid",
    "BBBB-BBBB,   Invalid or expired user code"
  })
  void saysWhatIsWrongWithACode(String typed, String message) throws Exception {
    Browser browser = new Browser(tenant);
    browser.open("activate");

    assertThat(browser.submit("activate", Map.of("user_code", typed)).body()).contains(message);
  }

  @Test
  void refusesAndLogsAnExpiredCode() throws Exception {
    String code = tenant.requestCodes("openid").text("user_code");
    tenant.clock.forward(Duration.ofMinutes(15));

    assertThat(new Browser(tenant).open("activate?user_code=" + code).body())
        .contains(INVALID_OR_EXPIRED);
    JsonNode event = tenant.newest("fdeac");
    assertThat(event.at("/details/code").stringValue()).isEqualTo(code);
    assertThat(event.at("/details/error/type").stringValue()).isEqualTo("expired_code");
    assertThat(event.get("client_id").stringValue()).isEqualTo("sandbox-tv");
  }

  @Test
  void refusesACodeThatExpiresWhileThePersonLogsIn() throws Exception {
    Reply codes = tenant.requestCodes("openid");
    Browser browser = new Browser(tenant);
    browser.confirm(codes.text("user_code"));
    tenant.clock.forward(Duration.ofMinutes(15));

    browser.logIn("alice", "sandbox");
    Reply page = browser.submit("activate/consent", Map.of("action", "accept"));

    assertThat(page.body()).doesNotContain("Congratulations");
    assertThat(tenant.poll(codes).text("error")).isEqualTo("expired_token");
  }

  @Test
  void stopsWhoGuessesCodesUntilTheWindowHasPassed() throws Exception {
    Browser browser = new Browser(tenant);
    browser.open("activate");
    for (int i = 0; i < 10; i++) {
      browser.submit("activate", Map.of("user_code", "CCCC-CCCC"));
    }
    String code = tenant.requestCodes("openid").text("user_code");

    assertThat(browser.submit("activate", Map.of("user_code", code)).status()).isEqualTo(429);
    assertThat(browser.open("activate?user_code=" + code).status()).isEqualTo(429);

    tenant.clock.forward(Duration.ofMinutes(15));
    assertThat(browser.open("activate?user_code=" + code).status()).isEqualTo(200);
  }

  @Test
  void confirmsOnlyACodeThatThisBrowserWasShown() throws Exception {
    Reply codes = tenant.requestCodes("openid");
    Browser browser = new Browser(tenant);
    browser.open("activate");

    Reply page =
        browser.submit(
            "activate/confirm", Map.of("user_code", codes.text("user_code"), "action", "confirm"));

    assertThat(page.body()).contains("Device Confirmation");
  }

  @Test
  void takesNoFormWithoutItsToken() throws Exception {
    Reply refused =
        tenant.post("activate", Map.of("user_code", "BBBB-BBBB"), "Accept", "text/html");

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.header("Content-Type")).startsWith("text/html");
  }

  @Test
  void sendsTheHeadersThatProtectAPage() throws Exception {
    Reply page = new Browser(tenant).open("activate");

    assertThat(page.header("Content-Security-Policy"))
        .contains("default-src 'self'", "frame-ancestors 'none'", "form-action 'self'");
    assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
    assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
    assertThat(page.header("Cache-Control")).contains("no-store");
    assertThat(page.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax");
  }

  @Test
  void changesTheSessionIdentifierAtLogin() throws Exception {
    Browser browser = new Browser(tenant);
    browser.confirm(tenant.requestCodes("openid").text("user_code"));
    String before = browser.sessionCookie();
    browser.logIn("alice", "sandbox");

    assertThat(before).isNotBlank();
    assertThat(browser.sessionCookie()).isNotBlank().isNotEqualTo(before);
  }

  @Test
  void asksNeitherForPasswordNorForConsentASecondTime() throws Exception {
    Browser browser = new Browser(tenant);
    browser.activate(tenant.requestCodes("openid email").text("user_code"), "alice");

    Reply page = browser.confirm(tenant.requestCodes("openid").text("user_code"));

    assertThat(Browser.isAt(page, "/activate/continue")).isTrue();
    assertThat(page.body()).contains("Congratulations");
  }

  @Test
  void asksForConsentAgainWhenTheScopesGrow() throws Exception {
    Browser browser = new Browser(tenant);
    browser.activate(tenant.requestCodes("openid").text("user_code"), "alice");

    Reply page = browser.confirm(tenant.requestCodes("openid purchases:write").text("user_code"));

    assertThat(Browser.isAt(page, "/activate/consent")).isTrue();
  }

  @Test
  void logsALoginWithItsClient() throws Exception {
    new Browser(tenant).activate(tenant.requestCodes("openid").text("user_code"), "alice");

    JsonNode event = tenant.newest("s");
    assertThat(event.get("user_name").stringValue()).isEqualTo("alice@sandbox.test");
    assertThat(event.get("client_name").stringValue()).isEqualTo("Sandbox TV");
    assertThat(event.at("/details/prompts/0/session_id").stringValue()).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource({
    "alice,   wrong,   Wrong email or password, fp, auth0|alice",
    "nobody,  wrong,   Wrong email or password, fu, ",
    "blocked, sandbox, blocked for a while,     f,  "
  })
  void refusesALoginAndLogsWhy(
      String user, String password, String message, String type, String userId) throws Exception {
    Browser browser = new Browser(tenant);
    browser.confirm(tenant.requestCodes("openid").text("user_code"));

    Reply page = browser.logIn(user, password);

    assertThat(page.body()).contains(message, user + "@sandbox.test");
    JsonNode event = tenant.newest(type);
    assertThat(event.get("user_name").stringValue()).isEqualTo(user + "@sandbox.test");
    assertThat(event.get("user_id").isNull() ? null : event.get("user_id").stringValue())
        .isEqualTo(userId);
    assertThat(event.get("client_id").stringValue()).isEqualTo("sandbox-tv");
  }

  @Test
  void takesAVeryLongPasswordForAWrongOne() throws Exception {
    Browser browser = new Browser(tenant);
    browser.open("login");

    assertThat(browser.logIn("alice", "x".repeat(5_000)).body())
        .contains("Wrong email or password");
  }

  @Test
  void stopsWhoTriesPasswords() throws Exception {
    Browser browser = new Browser(tenant);
    browser.open("login");
    for (int i = 0; i < 10; i++) {
      browser.logIn("picky", "wrong" + i);
    }

    Reply page = browser.logIn("picky", "sandbox");

    assertThat(page.body()).contains("blocked for a while");
    assertThat(tenant.newest("limit_wc").get("user_name").stringValue())
        .isEqualTo("picky@sandbox.test");
    tenant.clock.forward(Duration.ofMinutes(15));
  }

  @Test
  void endsTheSessionAtLogout() throws Exception {
    Browser browser = new Browser(tenant);
    browser.activate(tenant.requestCodes("openid").text("user_code"), "alice");

    Reply page = browser.open("v2/logout?client_id=sandbox-tv");

    assertThat(Browser.isAt(page, "/activate")).isTrue();
    assertThat(tenant.newest("slo").get("user_id").stringValue()).isEqualTo("auth0|alice");
    assertThat(
            Browser.isAt(
                browser.confirm(tenant.requestCodes("openid").text("user_code")), "/login"))
        .isTrue();
  }

  @Test
  void returnsFromLogoutOnlyWhereItMay() throws Exception {
    Reply refused = new Browser(tenant).open("v2/logout?returnTo=https://evil.test/");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.header("Content-Type")).startsWith("text/html");
  }
}
