package io.devicegate.sandbox.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import io.devicegate.sandbox.browser.InstalledBrowser;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The pages in a real browser; {@link PlayedTenant} answers where a page asks the tenant or the
 * gateway.
 */
@ExtendWith(InstalledBrowser.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PagesBrowserIT {

  private static final List<String> PAGES =
      Stream.concat(
              ViewServer.MODELS.keySet().stream().map(name -> "/view/" + name),
              Stream.of("/playground", "/tv"))
          .toList();

  private final Browser browser;
  private final List<BrowserContext> contexts = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private ViewServer server;

  PagesBrowserIT(Browser browser) {
    this.browser = browser;
  }

  @BeforeAll
  void start() {
    server = ViewServer.start();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @AfterEach
  void closeContexts() {
    contexts.forEach(BrowserContext::close);
    contexts.clear();
    complaints.clear();
  }

  @Test
  void noPageScrollsSideways() {
    Page page = open(new Browser.NewContextOptions().setLocale("fr"));
    for (String path : PAGES) {
      visit(page, path);
      for (int width : new int[] {360, 768, 1920}) {
        page.setViewportSize(width, 800);
        assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
            .as("%s at %d px", path, width)
            .isLessThanOrEqualTo(width);
      }
    }
    assertThat(complaints).isEmpty();
  }

  @Test
  void everyTextHasEnoughContrastInLightAndDark() {
    Page page = open(new Browser.NewContextOptions());
    for (String path : PAGES) {
      visit(page, path);
      for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        assertThat(Contrast.tooWeak(page)).as("%s in %s", path, scheme).isEmpty();
      }
    }
  }

  @Test
  void weakContrastWouldBeFound() {
    Page page = open(new Browser.NewContextOptions());
    page.setContent(
        "<body style='background:#fff'><p style='color:#888'>grey<b style='color:#000'>black</b>");

    assertThat(Contrast.tooWeak(page)).singleElement().asString().startsWith("P 3.54 grey");
  }

  @Test
  void darkIsDarkAndLightIsLight() {
    Page light = open(new Browser.NewContextOptions().setColorScheme(ColorScheme.LIGHT));
    Page dark = open(new Browser.NewContextOptions().setColorScheme(ColorScheme.DARK));
    visit(light, "/view/login");
    visit(dark, "/view/login");

    assertThat(light.locator("body")).hasCSS("background-color", "rgb(238, 242, 239)");
    assertThat(dark.locator("body")).hasCSS("background-color", "rgb(12, 19, 17)");
  }

  @Test
  void codeIsEnteredByKeyboardAlone() {
    Page page = open(new Browser.NewContextOptions());
    visit(page, "/view/activate-code");

    assertThat(page.getByLabel("Enter the code displayed on your device")).isFocused();
    page.keyboard().type("wdjbmjht");
    Request posted =
        page.waitForRequest(
            request -> request.method().equals("POST"), () -> page.keyboard().press("Enter"));

    assertThat(posted.url()).endsWith("/activate");
    assertThat(posted.postData()).contains("user_code=wdjbmjht", "_csrf=");
  }

  @Test
  void tabGoesFromConfirmToCancelAndFocusIsSeen() {
    Page page = open(new Browser.NewContextOptions());
    visit(page, "/view/activate-confirm");
    Locator confirm = page.getByRole(AriaRole.BUTTON, named("Confirm"));
    Locator cancel = page.getByRole(AriaRole.BUTTON, named("Cancel"));

    page.keyboard().press("Tab");
    assertThat(confirm).isFocused();
    assertThat(confirm).hasCSS("outline-style", "solid");
    assertThat(confirm).hasCSS("outline-width", "3px");
    page.keyboard().press("Tab");
    assertThat(cancel).isFocused();
  }

  @ParameterizedTest
  @CsvSource({"activate-confirm, Confirm, Cancel", "consent, Accept, Decline"})
  void bothAnswersAreEquallyProminent(String view, String yes, String no) {
    Page page = open(new Browser.NewContextOptions().setViewportSize(360, 800));
    visit(page, "/view/" + view);
    Locator first = page.getByRole(AriaRole.BUTTON, named(yes));
    Locator second = page.getByRole(AriaRole.BUTTON, named(no));
    BoundingBox one = first.boundingBox();
    BoundingBox two = second.boundingBox();

    assertThat(one.width).isCloseTo(two.width, within(0.1));
    assertThat(one.height).isCloseTo(two.height, within(0.1));
    assertThat(one.y).isCloseTo(two.y, within(0.1));
    String look =
        "e => ['color', 'backgroundColor', 'borderColor', 'fontWeight', 'fontSize']"
            + ".map(name => getComputedStyle(e)[name]).join()";
    assertThat(first.evaluate(look)).isEqualTo(second.evaluate(look));
  }

  @Test
  void playgroundWalksThroughTheSevenSteps() {
    Page page = open(new Browser.NewContextOptions());
    new PlayedTenant(server.uri("/").toString()).play(page, "pending", "tokens", "tokens");
    visit(page, "/playground");

    click(page, "Discover");
    assertThat(page.locator("#step-1 [data-wire=answer]"))
        .containsText("device_authorization_endpoint");
    click(page, "Request a code");
    assertThat(page.locator("#step-3 .code")).hasText("WDJB-MJHT");
    assertThat(page.locator("#step-3 [data-part=activate]"))
        .hasAttribute("href", server.uri("/activate?user_code=WDJB-MJHT").toString());
    click(page, "Start to poll");
    assertThat(page.locator(".polls")).containsText("403 authorization_pending");
    assertThat(page.locator("#step-5 [data-part=claims]")).containsText("\"azp\": \"sandbox-tv\"");
    click(page, "Call the API");
    assertThat(page.locator("#step-6 [data-wire=answer]")).containsText("A Trip to the Moon");
    click(page, "Refresh the tokens");
    assertThat(page.locator("#step-7 [data-wire=answer]")).containsText("200");

    assertThat(page.locator(".rail [data-state=done]")).hasCount(7);
    assertThat(page.content())
        .doesNotContain(
            PlayedTenant.ACCESS_TOKEN, PlayedTenant.REFRESH_TOKEN, PlayedTenant.DEVICE_CODE);
    assertThat((int) page.evaluate("localStorage.length + sessionStorage.length")).isZero();
  }

  @Test
  void playgroundSaysWhatWentWrong() {
    Page page = open(new Browser.NewContextOptions());
    new PlayedTenant(server.uri("/").toString()).play(page, "denied");
    visit(page, "/playground");
    click(page, "Discover");
    click(page, "Request a code");
    click(page, "Start to poll");

    assertThat(page.locator("#step-4 [role=alert]")).containsText("The user, or a rule, said no.");
  }

  @Test
  void televisionShowsCodeThenCatalogueAndSignsOut() {
    Page page = open(new Browser.NewContextOptions().setViewportSize(1920, 1080));
    new PlayedTenant(server.uri("/").toString()).play(page, "pending", "tokens", "pending");
    visit(page, "/tv");

    assertThat(page.locator(".scene-code .code")).hasText("WDJB-MJHT");
    assertThat(
            (boolean)
                page.locator(".scene-code .qr")
                    .evaluate("e => e.decode().then(() => e.naturalWidth > 0)"))
        .isTrue();
    assertThat(page.locator(".poster")).hasCount(2);
    assertThat(page.locator(".scene-catalogue")).containsText("Alice Martin");
    click(page, "Sign out");
    assertThat(page.locator(".scene-code .code")).isVisible();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "denied    | Not connected",
        "expired   | That code has run out",
        "failed    | That code has run out"
      })
  void televisionSaysWhatHappenedAndStartsAgain(String answer, String title) {
    Page page = open(new Browser.NewContextOptions());
    page.clock().install();
    new PlayedTenant(server.uri("/").toString()).play(page, answer, "pending");
    visit(page, "/tv");
    assertThat(page.locator(".scene-code .code")).isVisible();
    page.clock().runFor(2_000);
    assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName(title)))
        .isVisible();
    page.clock().runFor(13_000);
    assertThat(page.locator(".scene-code .code")).isVisible();
  }

  @Test
  void televisionKeepsAskingWhileTheGatewayIsDown() {
    Page page = open(new Browser.NewContextOptions());
    page.clock().install();
    PlayedTenant tenant = new PlayedTenant(server.uri("/").toString());
    tenant.gatewayDown(true);
    tenant.play(page, "tokens");
    visit(page, "/tv");
    assertThat(page.locator(".scene-code .code")).isVisible();
    page.clock().runFor(2_000);
    assertThat(page.getByText("The catalogue does not answer")).isVisible();
    tenant.gatewayDown(false);
    page.clock().runFor(4_000);
    assertThat(page.locator(".poster")).hasCount(2);
  }

  private Page open(Browser.NewContextOptions options) {
    if (options.locale == null) {
      options.setLocale("en");
    }
    BrowserContext context = browser.newContext(options);
    contexts.add(context);
    return context.newPage();
  }

  private void visit(Page page, String path) {
    page.onPageError(complaints::add);
    page.navigate(server.uri(path).toString());
  }

  private static void click(Page page, String name) {
    page.getByRole(AriaRole.BUTTON, named(name)).click();
  }

  private static Page.GetByRoleOptions named(String name) {
    return new Page.GetByRoleOptions().setName(name).setExact(true);
  }
}
