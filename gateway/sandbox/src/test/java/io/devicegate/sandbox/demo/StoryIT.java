package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.devicegate.sandbox.browser.InstalledBrowser;
import io.devicegate.sandbox.demo.Newcomer.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo as a newcomer goes through it: one story, told in order. */
@ExtendWith(InstalledBrowser.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StoryIT {

  private static final Duration DELIVERY = Duration.ofSeconds(20);

  @TempDir static Path data;

  private static Demo demo;
  private static DemoSettings settings;
  private static Newcomer newcomer;
  private static String accessToken = "";
  private static String refreshToken = "";

  @BeforeAll
  static void startDemo() throws InterruptedException {
    String[] arguments = FreePorts.arguments(data);
    settings = DemoSettings.of(arguments);
    newcomer = new Newcomer(settings);
    demo = Demo.start(arguments);
  }

  @AfterAll
  static void stopDemo() {
    if (demo != null) {
      demo.close();
    }
  }

  @Test
  @Order(1)
  void bannerNamesWhatToOpenAndWhatToType() {
    assertThat(demo.banner())
        .contains(settings.dashboards() + "/", settings.issuer() + "playground", "sandbox-cli");
  }

  @Test
  @Order(2)
  void gatewayRefusesACallWithoutToken() throws Exception {
    Answer answer = newcomer.callWithoutToken("/api/catalogue");

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.json().path("reason").asString()).isEqualTo("token_missing");
    assertThat(answer.json().path("decision_id").asString()).isNotEmpty();
  }

  @Test
  @Order(2)
  void doctorFindsThatTheTenantSendsAll() {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () ->
                assertThat(newcomer.dashboards("/api/v1/doctor").json().path("result").asString())
                    .isEqualTo("ok"));
  }

  @Test
  @Order(3)
  void deviceGetsATokenOnceAUserConfirmed(Browser browser) throws Exception {
    Answer code = newcomer.requestCode("sandbox-cli");
    assertThat(code.status()).isEqualTo(200);
    String deviceCode = code.json().path("device_code").asString();

    Answer pending = newcomer.poll("sandbox-cli", deviceCode);
    assertThat(pending.status()).isEqualTo(403);
    assertThat(pending.json().path("error").asString()).isEqualTo("authorization_pending");

    Activation.activate(browser, code.json().path("verification_uri_complete").asString(), "alice");

    JsonNode tokens = newcomer.pollUntilAnswered("sandbox-cli", deviceCode).json();
    accessToken = tokens.path("access_token").asString();
    refreshToken = tokens.path("refresh_token").asString();
    assertThat(accessToken).isNotEmpty();
    assertThat(refreshToken).isNotEmpty();
    assertThat(tokens.path("token_type").asString()).isEqualTo("Bearer");
    assertThat(tokens.path("expires_in").asInt()).isEqualTo(86_400);
  }

  @Test
  @Order(4)
  void gatewayLetsTheDeviceThroughAndTellsTheApiWhoItIs() throws Exception {
    Answer answer = newcomer.call("/api/whoami", accessToken);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text())
        .contains("X-Device-Subject", "X-Device-Client", "sandbox-cli", "oauth2-device-code");
  }

  @Test
  @Order(5)
  void refreshedTokenIsStillADeviceToken() throws Exception {
    Answer refreshed =
        newcomer.token(
            Map.of(
                "grant_type", "refresh_token",
                "refresh_token", refreshToken,
                "client_id", "sandbox-cli"));

    assertThat(refreshed.status()).isEqualTo(200);
    Answer call = newcomer.call("/api/catalogue", refreshed.json().path("access_token").asString());
    assertThat(call.status()).isEqualTo(200);
  }

  @Test
  @Order(6)
  void gatewayRefusesATokenThatIsNotFromTheDeviceFlow() throws Exception {
    Answer machine =
        newcomer.token(
            Map.of(
                "grant_type", "client_credentials",
                "client_id", "sandbox-m2m",
                "client_secret", "sandbox-secret",
                "audience", Newcomer.AUDIENCE));
    assertThat(machine.status()).isEqualTo(200);

    Answer answer = newcomer.call("/api/catalogue", machine.json().path("access_token").asString());

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("reason").asString()).isEqualTo("not_device_flow");
  }

  @Test
  @Order(7)
  void policyRefusesToSellToATokenThatMayOnlyRead() throws Exception {
    assertThat(newcomer.call("/api/catalogue", accessToken).status()).isEqualTo(200);

    Answer answer = newcomer.buy("metropolis", accessToken);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("reason").asString()).isEqualTo("policy_denied");
    assertThat(answer.json().path("rule").asString()).isEqualTo("sample-api#5");
    assertThat(answer.json().path("rule_reason").asString()).isEqualTo("scope_missing");
    assertThat(answer.json().path("detail").asString())
        .isEqualTo("POST /api/purchases needs a scope that the token does not have.");
  }

  @Test
  @Order(8)
  void policyRefusesTheAdminReportToDevices() throws Exception {
    Answer answer = newcomer.call("/api/admin/report", accessToken);

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("rule_reason").asString()).isEqualTo("not_for_devices");
  }

  @Test
  @Order(9)
  void policyLetsATokenWithTheScopeForItBuy(Browser browser) throws Exception {
    JsonNode code = newcomer.requestCode("sandbox-cli", Newcomer.SCOPE + " purchases:write").json();
    Activation.activate(browser, code.path("verification_uri_complete").asString(), "alice");
    String buyer =
        newcomer
            .pollUntilAnswered("sandbox-cli", code.path("device_code").asString())
            .json()
            .path("access_token")
            .asString();

    assertThat(newcomer.buy("metropolis", buyer).status()).isEqualTo(201);
    assertThat(newcomer.call("/api/admin/report", buyer).status()).isEqualTo(403);
  }

  @Test
  @Order(10)
  void ruleRefusesAUserWhoseEmailIsNotVerified(Browser browser) throws Exception {
    JsonNode code = newcomer.requestCode("sandbox-tv").json();
    Activation.activate(browser, code.path("verification_uri_complete").asString(), "bob");

    Answer answer = newcomer.pollUntilAnswered("sandbox-tv", code.path("device_code").asString());

    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.json().path("error").asString()).isEqualTo("access_denied");
    assertThat(answer.json().path("error_description").asString())
        .isEqualTo("Verify your e-mail first.");
  }

  @Test
  @Order(11)
  void dashboardsCountWhatHappened() {
    await()
        .atMost(DELIVERY)
        .untilAsserted(
            () -> {
              String metrics = newcomer.dashboards("/actuator/prometheus").text();
              assertThat(metrics)
                  .containsPattern("devicegate_auth0_events_total\\{.*type=\"sede\".*} 2\\.0")
                  .containsPattern("devicegate_auth0_events_total\\{.*type=\"sertft\".*} 1\\.0")
                  .contains("reason=\"not_device_flow\"", "reason=\"policy_denied\"");
            });
  }

  @Test
  @Order(12)
  void dashboardPageShowsTheFunnelAndLinksTheRunbooks(Browser browser) {
    try (Page page = browser.newPage()) {
      page.navigate(settings.dashboards() + "/");
      String text = page.innerText("body");
      assertThat(text).contains("sede", "not_device_flow");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Runbook for fdeac"))
          .first()
          .click();
      assertThat(page.innerText("body")).contains("Mitigation");
    }
  }

  /** {@code -Ddevicegate.docs.screenshots=true} writes the picture of the documentation again. */
  @Test
  @Order(13)
  void gatewayAndRulesPagesShowTheGatewayOfTheSameProcess(Browser browser) {
    try (Page page = browser.newPage()) {
      page.navigate(settings.dashboards() + "/gateway");
      assertThat(page.innerText("main"))
          .contains("fresh", "Verified tokens", "not_device_flow", "Decision: refuse");
      if (Boolean.getBoolean("devicegate.docs.screenshots")) {
        page.screenshot(
            new Page.ScreenshotOptions()
                .setPath(Path.of("../../docs/operating/images/gateway-page.png")));
      }
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Rules")).click();
      assertThat(page.innerText("main"))
          .contains("1 access policy is in use", "sample-api#1", "None would have changed any of");
    }
  }
}
