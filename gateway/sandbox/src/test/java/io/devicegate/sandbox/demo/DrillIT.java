package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.sandbox.tenant.TenantApplication;
import io.devicegate.sandbox.traffic.Scene;
import io.devicegate.sandbox.traffic.Story;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * Drills: hours in the life of a tenant, told by real devices, browsers and calls, a few seconds
 * each, and what the verdict makes of them. One tenant and one gateway live through all of them;
 * their one clock is moved on by the test, and goes on by a day from drill to drill, so that no
 * signal of one is left in the next.
 */
@Timeout(180)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DrillIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofSeconds(30);
  private static final Duration SCRAPE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofMinutes(60);
  private static final Duration ORDINARY = Duration.ofMinutes(35);
  private static final Duration BETWEEN = Duration.ofHours(26);
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  /** When the rule throws, which is deployed before the tenant starts. */
  private static final Instant THROWS = START.plus(ORDINARY);

  @TempDir private static Path data;

  private static final List<AutoCloseable> RUNNING = new ArrayList<>();

  private static SharedClock clock;
  private static Newcomer devices;
  private static Scene scene;

  private Instant fault = Instant.EPOCH;
  private Story.@Nullable Telling told;
  private final DrillAlerts alerts = new DrillAlerts();

  @BeforeAll
  static void start() throws Exception {
    DemoSettings settings = DemoSettings.of(FreePorts.arguments(data.resolve("demo")));
    clock = SharedClock.in(data.resolve("clock"));
    clock.set(START);
    devices = new Newcomer(settings);
    scene = new Scene(settings.issuer(), settings.gateway(), clock);
    List<String> arguments = new ArrayList<>(Demo.gatewayArguments(settings, "words"));
    arguments.add("--" + SharedClockInitializer.SETTING + "=" + data.resolve("clock"));
    // A second of the test is some minutes of the story.
    arguments.add("--devicegate.server.calls.count-for=250ms");
    arguments.add("--devicegate.collector.doctor.interval=1m");
    GatewayProcess gateway =
        GatewayProcess.start(
            settings,
            arguments,
            List.of(SharedClockInitializer.classPath(data.resolve("shared-clock"))));
    RUNNING.add(gateway);
    ConfigurableApplicationContext tenant =
        TenantApplication.builder()
            .registerShutdownHook(false)
            .initializers(
                application ->
                    ((GenericApplicationContext) application)
                        .registerBean(Clock.class, () -> clock))
            .run(
                "--devicegate.sandbox.port=" + settings.tenantPort(),
                "--devicegate.sandbox.rules.directory=" + rules(),
                "--devicegate.sandbox.log-stream.webhook.url="
                    + settings.dashboards()
                    + "/ingest/auth0",
                "--devicegate.sandbox.log-stream.webhook.authorization=words");
    RUNNING.add(0, tenant);
    gateway.awaitReady();
  }

  @AfterAll
  static void stop() throws Exception {
    for (AutoCloseable part : RUNNING) {
      part.close();
    }
  }

  /** The shipped login rules, and one that throws for the rest of its hour. */
  private static Path rules() throws IOException {
    Path rules = Files.createDirectory(data.resolve("login"));
    try (DirectoryStream<Path> shipped =
        Files.newDirectoryStream(Path.of("../../rules-engine/rules/login"))) {
      for (Path rule : shipped) {
        if (Files.isRegularFile(rule)) {
          Files.copy(rule, rules.resolve(rule.getFileName().toString()));
        }
      }
    }
    Files.writeString(
        rules.resolve("90-deployed.js"),
        """
        function (user, context, callback) {
          if (Date.now() >= %d && Date.now() < %d) { lookUpLicence(user); }
          callback(null, user, context);
        }"""
            .formatted(THROWS.toEpochMilli(), START.plus(HOUR).toEpochMilli()));
    return rules;
  }

  @Test
  @Order(0)
  void namesTheRuleThatThrows() throws Exception {
    tell("rule-throws");

    assertStep(verdict("broken"), "login", "rule_failed");
    alerts.assertFired(data, "DevicegateLoginsFailing", "DevicegateExchangesFailing");
  }

  @Test
  void ordinaryHourIsHealthyThoughSomeChangeTheirMinds() throws Exception {
    int served = scene.served();
    tell("ordinary-day");

    JsonNode verdict = verdict("healthy");
    assertThat(verdict.has("step")).isFalse();
    assertThat(devices.dashboards("/api/v1/funnel?window=2h").json().path("steps"))
        .filteredOn(step -> step.path("stage").asString().equals("exchange"))
        .singleElement()
        .satisfies(
            step -> assertThat(step.path("succeeded").asInt()).isEqualTo(scene.served() - served));
    alerts.assertFired(data);
  }

  @Test
  void namesTheClientWhoseGrantIsOff() throws Exception {
    tell("device-grant-off");

    JsonNode verdict = verdict("broken");
    assertStep(verdict, "request", "device_grant_off");
    assertMostly(verdict, "client", "sandbox-m2m");
    alerts.assertFired(data, "DevicegateCodeRequestsFailing");
  }

  @Test
  void namesTheWrongAudienceOfADeploy() throws Exception {
    tell("wrong-audience");

    JsonNode verdict = verdict("broken");
    assertStep(verdict, "request", "audience_unknown");
    assertMostly(verdict, "client", "sandbox-cli");
    alerts.assertFired(data, "DevicegateCodeRequestsFailing");
  }

  @Test
  void namesTheGroupThatARuleRefuses() throws Exception {
    tell("rule-refuses-a-group");

    JsonNode verdict = verdict("broken");
    assertStep(verdict, "login", "rule_refuses");
    assertMostly(verdict, "user", "auth0|sandbox-bob");
    alerts.assertFired(data, "DevicegateLoginsFailing");
  }

  @Test
  void tellsUsersWhoDoNotFinishFromAnOutage() throws Exception {
    tell("users-do-not-finish");

    assertStep(verdict("users_not_finishing"), "exchange", "users_too_slow");
    alerts.assertFired(data, "DevicegateUsersNotFinishing");
  }

  @Test
  void namesTheConnectionThatDoesNotAnswer() throws Exception {
    tell("connection-down");

    assertStep(verdict("broken"), "login", "connection_down");
    alerts.assertFired(data, "DevicegateLoginsFailing");
  }

  @Test
  void namesTheKeyThatWasRotatedWithoutOverlap() throws Exception {
    tell("keys-rotated");

    assertStep(verdict("broken"), "call", "key_rotated");
    alerts.assertFired(data, "DevicegateCallsRefused");
  }

  @Test
  void namesTheKeyServerThatIsDown() throws Exception {
    tell("key-server-down");

    assertStep(verdict("broken"), "call", "keys_unavailable");
    alerts.assertFired(
        data, "DevicegateKeysUnavailable", "DevicegateKeysNotRenewed", "DevicegateCannotCheck");
  }

  @Test
  void namesTheRateLimit() throws Exception {
    tell("rate-limit");

    assertStep(verdict("broken"), "request", "rate_limit");
    alerts.assertFired(data, "DevicegateTenantRateLimited");
  }

  @Test
  void namesTheBrowserInWhichThePageIsBroken() throws Exception {
    tell("activation-page-broken");

    JsonNode verdict = verdict("broken");
    assertStep(verdict, "activation", "activation_page_broken");
    assertMostly(verdict, "program", "Silk");
    alerts.assertFired(data, "DevicegateUserCodesFailing");
  }

  @Test
  void namesTheStrangerWhoLures() throws Exception {
    tell("phishing-lures");

    assertStep(verdict("under_attack"), "confirmation", "device_code_phishing");
    alerts.assertFired(data, "DevicegateDeviceCodePhishing");
  }

  @Test
  void namesThoseWhoGuessCodes() throws Exception {
    tell("code-guessing");

    assertStep(verdict("under_attack"), "activation", "user_code_guessing");
    alerts.assertFired(data, "DevicegateUserCodeGuessing", "DevicegateUserCodesFailing");
  }

  @Test
  void saysThatTheStreamIsSilent() throws Exception {
    tell("stream-paused");

    assertThat(verdict("unknown").path("gaps").toString())
        .contains("The tenant log has been silent for 2");
    alerts.assertFired(data, "DevicegateTenantSilent");
  }

  @Test
  void saysWhichCodeAFilterDrops() throws Exception {
    tell("stream-filtered");

    assertThat(verdict("unknown").path("gaps").toString())
        .containsPattern("No sede for 2[45] minutes, where about [45]\\d were to be expected");
    alerts.assertFired(data, "DevicegateSettingsWrong");
  }

  @Test
  void saysThatAClockIsOff() throws Exception {
    tell("clock-off");

    assertThat(verdict("unknown").path("gaps").toString())
        .contains("it is late, or a clock is off");
    alerts.assertFired(data, "DevicegateSettingsWrong");
  }

  /**
   * Tells an hour with the fault in its last 25 minutes, in steps, each of which has a device of
   * ordinary life.
   */
  private void tell(String story) throws Exception {
    Instant begin =
        clock.instant().equals(START)
            ? START
            : clock.instant().plus(BETWEEN).truncatedTo(ChronoUnit.HOURS);
    fault = begin.plus(ORDINARY);
    clock.set(begin);
    // Over night the keys have run out, and what the doctor found is of the drill before.
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                !Instant.parse(json("/api/v1/doctor").path("at").asString()).isBefore(begin)
                    && devices
                        .dashboards("/actuator/prometheus")
                        .text()
                        .lines()
                        .anyMatch(DrillIT::hasFreshKeys));
    Story.Telling telling = Story.find(story).orElseThrow().in(scene);
    while (clock.instant().isBefore(begin.plus(HOUR))) {
      if (Duration.between(begin, clock.instant()).toSeconds() % SCRAPE.toSeconds() == 0) {
        alerts.scrape(devices.dashboards("/actuator/prometheus").text());
      }
      telling.next(fault);
      clock.forward(STEP);
    }
    told = telling;
    alerts.scrape(devices.dashboards("/actuator/prometheus").text());
  }

  private static boolean hasFreshKeys(String line) {
    return line.startsWith("devicegate_jwks_state{")
        && line.contains("state=\"fresh\"")
        && line.endsWith(" 1.0");
  }

  @AfterEach
  void mend() throws Exception {
    if (told != null) {
      told.end();
    }
  }

  private JsonNode verdict(String kind) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(devices.dashboards("/api/v1/verdict").json().path("verdict").asString())
                    .as(() -> text("/api/v1/verdict"))
                    .isEqualTo(kind));
    return json("/api/v1/verdict");
  }

  private JsonNode json(String path) {
    try {
      return devices.dashboards(path).json();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private String text(String path) {
    return json(path).toString();
  }

  private void assertStep(JsonNode verdict, String step, String cause) {
    assertThat(verdict.path("step").asString()).as(verdict.toString()).isEqualTo(step);
    assertThat(verdict.path("cause").asString()).as(verdict.toString()).isEqualTo(cause);
    assertThat(Duration.between(fault, Instant.parse(verdict.path("since").asString())).abs())
        .as(verdict.toString())
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
  }

  private static void assertMostly(JsonNode verdict, String dimension, String value) {
    assertThat(verdict.at("/mostly/dimension").asString())
        .as(verdict.toString())
        .isEqualTo(dimension);
    assertThat(verdict.at("/mostly/value").asString()).as(verdict.toString()).isEqualTo(value);
  }
}
