package io.devicegate.dashboards;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The incident page in a real browser, during an incident. {@code
 * -Ddevicegate.docs.screenshots=true} writes the pictures of the documentation again.
 */
@ExtendWith(InstalledBrowser.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class IncidentPageIT {

  private static final int MOST_BYTES = 150_000;

  private final List<String> complaints = new ArrayList<>();
  private RunningDashboards dashboards;
  private Browser browser;
  private BrowserContext context;
  private Page page;

  @BeforeAll
  void tell(@TempDir Path folder, Browser installed) {
    browser = installed;
    dashboards = RunningDashboards.start(folder.resolve("events.duckdb"));
    new Stories(dashboards)
        .ordinaryHour("tv-app", Duration.ofMinutes(18))
        .grantSwitchedOff("tv-app", Duration.ofMinutes(18))
        .codesGuessed(8)
        .send();
    dashboards.postOperation(
        "{\"description\": \"console 4.2.0 to production\", \"by\": \"ci\", \"time\": \"%s\"}"
            .formatted(Instant.now().minus(Duration.ofMinutes(40))));
  }

  @AfterAll
  void stop() {
    dashboards.close();
  }

  @BeforeEach
  void open() {
    open(ColorScheme.LIGHT, 1280);
  }

  private void open(ColorScheme scheme, int width) {
    if (context != null) {
      context.close();
    }
    context =
        browser.newContext(
            new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 900));
    page = context.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") || message.type().equals("warning")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(url("/"));
  }

  @AfterEach
  void noComplaint() {
    context.close();
    assertThat(complaints).isEmpty();
  }

  @Test
  void saysWhatIsBrokenFirst() {
    assertThat(page.locator("main section").first()).hasId("verdict");
    assertThat(page.locator("#verdict h1")).hasText("✕ Broken");
    assertThat(page.locator("#sentence"))
        .hasText(
            Pattern.compile(
                "Step 1, asking for a code, is broken since \\d\\d:\\d\\d UTC \\(\\d+ min\\):"
                    + " \\d\\d % of attempts fail\\. Mostly client tv-app\\. Probably: .*"));
    assertThat(page.locator("#verdict .button")).hasAttribute("href", "/runbooks/fdeaz");
    assertThat(page).hasTitle("Broken · Device flow · Devicegate");
  }

  @Test
  void saysWhoseDelayItIs() {
    Instant happened = Instant.now().minusSeconds(9).truncatedTo(ChronoUnit.SECONDS);
    String logged = happened.plusSeconds(3).toString().replaceAll("\\D", "");
    dashboards.post(
        "{\"log_id\":\"900%s000%036d\",\"type\":\"ssa\",\"date\":\"%s\"}"
            .formatted(logged, 1, happened));

    page.navigate(url("/?type=ssa"));

    assertThat(page.locator("#verdict .fresh")).containsText("(the tenant 3.0 s, the delivery ");
    assertThat(page.locator("#verdict .fresh"))
        .containsText(Pattern.compile("Ours on disk \\S+ \\S+ after arrival"));
  }

  @Test
  void givesTheVerdictAsText() {
    page.getByText("As text", new Page.GetByTextOptions().setExact(true)).click();

    assertThat(page.locator("#verdict-text"))
        .containsText(
            Pattern.compile(
                "Step 1.*Certainty: high.*unauthorized_client.*Runbook", Pattern.DOTALL));
  }

  @Test
  void comparesTheFunnelWithAWeekAgo() {
    Locator steps = page.locator("#steps > li");

    assertThat(steps).hasCount(6);
    assertThat(steps.nth(0)).containsText("not observable");
    assertThat(steps.nth(0)).containsText("fdeaz");
    assertThat(steps.nth(4)).containsText("of “Logged in”");
    assertThat(steps.nth(4)).containsText("fewer than a week ago (");
  }

  @Test
  void marksTheBeginningInTheChart() {
    assertThat(page.locator("#charts svg.plot").first())
        .hasAttribute("aria-label", Pattern.compile(".* worked, .* failed, .*since then: .*"));
    assertThat(page.locator("#charts circle.mark.begin")).hasCount(2);
    assertThat(page.locator(".marks")).containsText("It began here");
    assertThat(page.locator(".marks")).containsText("Update a client, by auth0|mallory");

    page.locator("#charts summary").first().click();
    assertThat(page.locator("#charts details table").first().locator("tbody tr").first())
        .isVisible();
  }

  @Test
  void marksAChangeOverTheBucketItIsIn() {
    Instant hour = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofDays(3));
    Instant time = hour.plusSeconds(365);
    new Stories(dashboards)
        .tenant(time, "sapi", "dashboard", "mallory", "Update a client", null)
        .tenant(time, "fdeaz", "tv-app", null, "Not allowed", "unauthorized_client")
        .send();

    // In the middle of the first bucket, of two minutes; all of it is drawn.
    page.navigate(url("/?from=" + hour.plusSeconds(340) + "&to=" + hour.plus(Duration.ofHours(6))));

    Locator plot = page.locator("#charts svg.plot").first();
    String failures = plot.locator("path.failure").getAttribute("d");
    String mark = plot.locator("circle.mark").getAttribute("cx");
    int buckets = Integer.parseInt(plot.locator("svg").getAttribute("viewBox").split(" ")[2]);
    double share = Double.parseDouble(mark.replace("%", "")) / 100;
    assertThat(failures).startsWith("M1 ");
    assertThat(share * buckets).isBetween(1.0, 2.0);
  }

  @Test
  void readsTheChartsUnderThePointer() {
    Locator charts = page.locator("#charts figure");
    charts.first().locator(".reader").scrollIntoViewIfNeeded();
    BoundingBox box = charts.first().locator(".reader").boundingBox();
    page.mouse().move(box.x + box.width * 0.9, box.y + box.height / 2);

    Locator failed = charts.first().locator(".u-series").filter(hasText("✕ failed"));
    assertThat(failed.locator(".u-value")).hasText(Pattern.compile("[1-9]\\d*"));
    // The other chart shows the same minute.
    assertThat(charts.nth(1).locator(".u-value").first())
        .hasText(charts.first().locator(".u-value").first().textContent());
  }

  @Test
  void looksCloserAtWhatIsDraggedOver() {
    Locator reader = page.locator("#charts .reader").first();
    reader.scrollIntoViewIfNeeded();
    BoundingBox box = reader.boundingBox();
    page.mouse().move(box.x + box.width * 0.5, box.y + 40);
    page.mouse().down();
    page.mouse().move(box.x + box.width * 0.75, box.y + 60);
    page.mouse().up();

    page.waitForURL(Pattern.compile(".*\\?from=.*&to=.*"));
    assertThat(page.locator("#asked")).containsText(Pattern.compile("1[5-7] min"));
    assertThat(page.locator("#live")).hasText("A time in the past: not live");
  }

  @Test
  void ranksThoseWhomItHits() {
    Locator first = page.locator("#cohorts tbody tr").first();

    assertThat(first).containsText("tv-app");
    assertThat(page.locator("#cohorts")).containsText("client");
    assertThat(page.locator("#cohorts")).containsText("sure");
  }

  @Test
  void leadsFromAnErrorToItsEvents() {
    Locator row = page.locator("#failures tbody tr").filter(hasText("fdeaz"));
    assertThat(row).containsText("new");
    assertThat(row).containsText("unauthorized_client");

    row.getByText("Events").click();

    assertThat(page.locator("#rows tr").first()).containsText("fdeaz");
    assertThat(page.locator("#rows")).not().containsText("sede");
    assertThat(page.locator("input[name=type]")).hasValue("fdeaz");
    page.locator("#rows tr").filter(hasText("tv-app")).locator("a").first().click();
    assertThat(page.locator("pre")).containsText("unauthorized_client");
    assertThat(page.locator("dl")).containsText("tv-app");
  }

  @Test
  void leadsFromEveryNumberToItsEvents() {
    // What a link selects, and how many events it counts itself.
    for (String numbers :
        List.of(
            "#steps .count a",
            "#steps .notes a",
            "#steps .chips a",
            "#verdict .fresh a",
            "#cohorts .num a",
            "#failures .num a",
            "#codes .num a",
            "#decisions .num a")) {
      assertThat(page.locator(numbers).first()).isVisible();
      for (Locator number : page.locator(numbers).all()) {
        String url = number.getAttribute("href");
        assertThat(dashboards.get(url.replaceFirst("#events$", "")).body())
            .as(numbers + " " + url)
            .contains("id=\"rows\"")
            .doesNotContain("id=\"no-events\"");
      }
    }
  }

  @Test
  void knowsARunbookForEveryError() {
    assertThat(page.locator("#failures tbody tr").filter(hasText("token_expired"))).hasCount(1);
    for (Locator runbook :
        page.locator("#failures a, #codes a").filter(hasText("Runbook for")).all()) {
      String url = runbook.getAttribute("href");
      assertThat(dashboards.get(url).statusCode()).as(url).isEqualTo(200);
    }
    assertThat(page.locator("#failures tbody tr").filter(hasText("Runbook for")))
        .hasCount(page.locator("#failures tbody tr").count());
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }

  @Test
  void showsTheNewestEventOfAnError() {
    page.locator("#failures tbody tr").filter(hasText("fdeaz")).getByText("Newest").click();

    assertThat(page.locator("pre")).containsText("unauthorized_client");
    assertThat(dashboards.get("/event/newest?type=never").statusCode()).isEqualTo(404);
    assertThat(dashboards.get("/event/newest?window=1s").statusCode()).isEqualTo(400);
  }

  @Test
  void showsWhatChangedJustBefore() {
    assertThat(page.locator("#changes tbody tr").first()).containsText("Update a client");
    assertThat(page.locator("#changes tbody tr").first())
        .containsText(Pattern.compile("when it began|1 min before"));
    assertThat(
            page.locator("#changes tbody tr").filter(hasText("console 4.2.0 to production, by ci")))
        .containsText(Pattern.compile("2\\d min before\\s+deploy\\s"));
  }

  @Test
  void showsWhoGuessesCodes() {
    assertThat(page.locator("#cards")).containsText("user code guessing");
    assertThat(page.locator("#cards")).containsText("198.51.100.23");
    assertThat(page.locator("#cards")).containsText("0 requests");
    assertThat(page.locator("#cards"))
        .containsText(
            Pattern.compile("resting on [5-8] events of 1 address, 0 users and 0 clients"));

    page.locator("#cards .subjects a").first().click();
    assertThat(page.locator("#rows tr").first()).containsText("198.51.100.23");
  }

  @Test
  void saysWhatToDo() {
    assertThat(page.locator("#steps-to-take")).containsText("its grant is off");
    assertThat(page.locator("#steps-to-take")).containsText("Grant Types, tick Device Code");
  }

  @Test
  void followsEventsAndCanBePaused() {
    assertThat(page.locator("#live")).hasText("Live");
    String first = send("live-1");
    assertThat(page.locator("#rows")).containsText(first);

    page.keyboard().press("p");
    assertThat(page.locator("#live")).hasText("Paused");
    String second = send("live-2");
    page.getByText("Resume").click();
    assertThat(page.locator("#rows")).containsText(second);
  }

  @Test
  void addsNewEventsOfAnyNameThatIsAskedFor() {
    page.navigate(url("/?type=sede,fdeaz"));
    assertThat(page.locator("#live")).hasText("Live");

    String sent = send("live-3");

    assertThat(page.locator("#rows tr").first()).containsText(sent);
  }

  /** One more device that is refused, so that for the other tests the incident goes on. */
  private String send(String client) {
    new Stories(dashboards)
        .tenant(Instant.now(), "fdeaz", client, null, null, "unauthorized_client")
        .send();
    return client;
  }

  @Test
  void isUsedByKeyboard() {
    page.keyboard().press("5");
    assertThat(page.locator("#why")).isFocused();
    page.navigate(url("/?type=sede"));
    page.keyboard().press("j");
    page.keyboard().press("j");
    assertThat(page.locator("#rows tr").nth(1)).isFocused();

    page.keyboard().press("u");

    page.waitForURL(Pattern.compile(".*\\?user=auth0%7C.*#events"));
    assertThat(page.locator("input[name=type]")).hasValue("");
  }

  @ParameterizedTest
  @CsvSource({"step=request, fdeaz, sede", "step=call&reason=token_expired, token_expired, fdeaz"})
  void understandsTheLinksOfAlerts(String query, String shown, String other) {
    page.navigate(url("/?window=1h&" + query));

    assertThat(page.locator("#rows tr").first()).containsText(shown);
    assertThat(page.locator("#rows")).not().containsText(other);
  }

  @Test
  void listsTheFailedCallsThatAStepCounts() {
    new Stories(dashboards)
        .refused("signature_invalid", "tv-app", "alice")
        .refused("token_missing", "tv-app", "alice")
        .send();
    open();

    page.locator("#steps > li").nth(5).getByText(Pattern.compile("^\\d+ failed$")).click();

    page.waitForURL(Pattern.compile(".*#events"));
    assertThat(page.locator("#rows")).containsText("signature_invalid");
    assertThat(page.locator("#rows")).containsText("token_expired");
    assertThat(page.locator("#rows")).not().containsText("token_missing");
    page.navigate(url("/?reason=token_missing"));
    assertThat(page.locator("#rows tr")).hasCount(1);
  }

  @Test
  void keepsItsStateInTheUrl() {
    page.navigate(url("/?window=6h&client=cli"));
    assertThat(page.locator(".choices [aria-current]")).hasText("6h");
    page.locator("input[name=type]").fill("sede");
    page.locator(".filters button").click();

    page.waitForURL(Pattern.compile(".*window=6h.*"));
    assertThat(page.url()).contains("client=cli", "type=sede");
    assertThat(page.locator("#rows")).not().containsText("tv-app");
    page.getByText("Clear").click();
    page.waitForURL(Pattern.compile(".*window=6h#events"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/?type=sede,fede&window=6h", "/?from=1700000000000&to=1700000600000"})
  void exportsTheSameEvents(String path) {
    page.navigate(url(path));
    String export = page.getByText("Export as JSON").getAttribute("href");

    assertThat(dashboards.get(export).statusCode()).as(export).isEqualTo(200);
  }

  @Test
  void showsATimeInThePast() {
    Instant weekAgo = Instant.now().minus(Duration.ofDays(7));
    page.navigate(
        url(
            "/?from="
                + weekAgo.minusSeconds(3_600).toEpochMilli()
                + "&to="
                + weekAgo.toEpochMilli()));

    assertThat(page.locator("#live")).hasText("A time in the past: not live");
    assertThat(page.locator("#verdict h1")).hasText("✓ Healthy");
  }

  @ParameterizedTest
  @CsvSource({"window=1s, window", "from=x&to=y, to", "from=5&to=1, from"})
  void namesWhatIsWrongInItsUrl(String query, String name) {
    assertThat(dashboards.get("/?" + query).statusCode()).isEqualTo(400);
    assertThat(dashboards.get("/?" + query).body()).contains(name + ": not understood");
  }

  @ParameterizedTest
  @CsvSource({"LIGHT, 1280", "DARK, 1280", "LIGHT, 390", "DARK, 390", "LIGHT, 320"})
  void fitsAndIsAccessible(ColorScheme scheme, int width) {
    open(scheme, width);

    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
    assertThat(violations()).isEmpty();
    if (width == 1280 || (scheme == ColorScheme.LIGHT && width == 390)) {
      picture(scheme, width);
    }
  }

  @Test
  void theLongestReasonStaysWithinItsStep() {
    assertThat(page.locator(".step .chip code").first()).isVisible();

    Object beyond =
        page.evaluate(
            """
            () => [...document.querySelectorAll('.step .chip')].filter(chip => {
              chip.querySelector('code').textContent = 'introspection_unavailable';
              return chip.getBoundingClientRect().right
                > chip.closest('.step').getBoundingClientRect().right - 8;
            }).length""");

    assertThat(beyond).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/gateway",
        "/rules",
        "/pipeline",
        "/doctor",
        "/device?key=auth0%7Calice",
        "/runbooks",
        "/runbooks/fdeaz"
      })
  void otherPagesFitAndAreAccessible(String path) {
    page.navigate(url(path));
    for (ColorScheme scheme : List.of(ColorScheme.DARK, ColorScheme.LIGHT)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      for (int width : List.of(390, 1280)) {
        page.setViewportSize(width, 900);
        assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(width);
      }
      assertThat(violations()).as(scheme.name()).isEmpty();
    }
    if (List.of("/gateway", "/rules", "/pipeline", "/doctor").contains(path)) {
      assertThat(page.content().getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_BYTES);
    }
    // The gateway's is taken where there is a gateway.
    if (!List.of("/gateway", "/runbooks").contains(path)) {
      picture(path.substring(1).split("\\W")[0] + "-page");
    }
  }

  @Test
  void anEventsPageIsAccessible() {
    page.locator("#rows a").first().click();

    assertThat(page.locator("h2")).hasText("As it was stored");
    assertThat(violations()).isEmpty();
  }

  @Test
  void balancesWhatWasDelivered() {
    page.locator("nav[aria-label=Pages] a[href='/pipeline']").click();

    assertThat(page.locator(".summary"))
        .hasText("Nothing that was delivered is lost, and nothing is counted twice.");
    Locator tenant = page.locator("main section").nth(1).locator("tbody tr", containing("auth0"));
    assertThat(tenant).containsText("balanced");
    assertThat(page.locator("main")).containsText("Ours: from us to the disk");
    assertThat(page.locator("nav [aria-current=page]")).hasText("Pipeline");
  }

  @Test
  void saysThatNoGatewayRunsHere() {
    page.navigate(url("/gateway"));

    assertThat(page.locator("main")).containsText("No gateway runs in this process");
  }

  @Test
  void countsWhatEachDetectionHolds() {
    page.navigate(url("/rules"));

    assertThat(page.locator("main section").last().locator("tbody tr").first())
        .containsText("user-code-guessing");
  }

  private static Locator.LocatorOptions containing(String text) {
    return new Locator.LocatorOptions().setHasText(text);
  }

  @Test
  void canBePrinted() {
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));

    assertThat(page.locator("#sentence")).isVisible();
    assertThat(page.locator(".filters")).isHidden();
    assertThat(page.locator("#pause")).isHidden();
  }

  @Test
  void isCompleteWithoutScript() {
    try (BrowserContext plain =
        browser.newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
      Page still = plain.newPage();
      still.navigate(url("/"));
      assertThat(still.locator("#sentence")).containsText("Step 1");
      assertThat(still.locator("#rows tr")).hasCount(50);
    }
  }

  @Test
  void weighsLittle() {
    long bytes = 0;
    for (String path :
        List.of(
            "/",
            "/assets/dashboard.css",
            "/assets/dashboard.js",
            "/assets/uplot.css",
            "/assets/uplot.js",
            "/assets/icon.svg")) {
      bytes +=
          dashboards
              .get(path, "Accept-Encoding", "gzip")
              .headers()
              .firstValueAsLong("Content-Length")
              .orElseThrow();
    }

    assertThat(bytes).isLessThan(MOST_BYTES);
  }

  /** What axe finds, each with the element. */
  private List<?> violations() {
    page.evaluate(axe());
    return (List<?>)
        page.evaluate(
            "async () => (await axe.run()).violations.flatMap(v => v.nodes.map(n => v.id + ' ' + n.html))");
  }

  private static String axe() {
    try (InputStream script = IncidentPageIT.class.getResourceAsStream("/axe.min.js")) {
      return new String(
          Objects.requireNonNull(script, "axe.min.js").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The top of the page, which is what fits into a document. */
  private void picture(ColorScheme scheme, int width) {
    if (Boolean.getBoolean("devicegate.docs.screenshots")) {
      page.setViewportSize(width, 1_450);
      picture("incident-page-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width);
    }
  }

  private void picture(String name) {
    if (Boolean.getBoolean("devicegate.docs.screenshots")) {
      page.screenshot(
          new Page.ScreenshotOptions().setPath(Path.of("../docs/operating/images", name + ".png")));
    }
  }

  private String url(String path) {
    return dashboards.uri(path).toString();
  }
}
