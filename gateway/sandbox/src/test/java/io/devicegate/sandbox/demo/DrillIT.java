package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  private static final String STREAM_TOKEN = "words";
  private static final Instant START = Instant.parse("2026-11-23T08:00:00Z");

  /** When the rule throws, which is deployed before the tenant starts. */
  private static final Instant THROWS = START.plus(ORDINARY);

  @TempDir private static Path data;

  private static final List<AutoCloseable> RUNNING = new ArrayList<>();

  private static SharedClock clock;
  private static Newcomer devices;
  private static @Nullable RunningPrometheus prometheus;
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
    scene = new Scene(settings.issuer(), settings.gateway(), clock.asClock());
    List<String> arguments = new ArrayList<>(Demo.gatewayArguments(settings, STREAM_TOKEN));
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
                        .registerBean(Clock.class, clock::asClock))
            .run(
                "--devicegate.sandbox.port=" + settings.tenantPort(),
                "--devicegate.sandbox.rules.directory=" + rules(),
                "--devicegate.sandbox.log-stream.webhook.url="
                    + settings.dashboards()
                    + "/ingest/auth0",
                "--devicegate.sandbox.log-stream.webhook.authorization=" + STREAM_TOKEN);
    RUNNING.add(0, tenant);
    gateway.awaitReady();
    Optional<Path> program = InstalledPrometheus.program("prometheus");
    if (program.isPresent()) {
      Path recorded = Files.createDirectory(data.resolve("prometheus"));
      prometheus = RunningPrometheus.start(program.get(), recorded, settings.managementPort());
      RUNNING.add(0, prometheus);
    }
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

  /** The first is that of the rule which throws in the first hour. */
  @ParameterizedTest
  @Order(0)
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          rule-throws; broken; login; rule_failed; ; LoginsFailing ExchangesFailing;
          device-grant-off; broken; request; device_grant_off; client=sandbox-m2m; CodeRequestsFailing;
          wrong-audience; broken; request; audience_unknown; client=sandbox-cli; CodeRequestsFailing;
          rate-limit; broken; request; rate_limit; ; TenantRateLimited;
          activation-page-broken; broken; activation; activation_page_broken; program=Silk; UserCodesFailing;
          connection-down; broken; login; connection_down; ; LoginsFailing;
          rule-refuses-a-group; broken; login; rule_refuses; user=auth0|sandbox-bob; LoginsFailing;
          users-do-not-finish; users_not_finishing; exchange; users_too_slow; ; UsersNotFinishing;
          keys-rotated; broken; call; key_rotated; ; CallsRefused; Keys of http
          key-server-down; broken; call; keys_unavailable; ; KeysUnavailable KeysNotRenewed CannotCheck;
          phishing-lures; under_attack; confirmation; device_code_phishing; ; DeviceCodePhishing;
          code-guessing; under_attack; activation; user_code_guessing; ; UserCodeGuessing UserCodesFailing;
          """)
  void namesStepCauseAndCohort(
      String story,
      String kind,
      String step,
      String cause,
      @Nullable String mostly,
      String fired,
      @Nullable String changed)
      throws Exception {
    tell(story);

    JsonNode verdict = verdict(kind);
    assertStep(verdict, step, cause);
    if (mostly != null) {
      assertThat(
              verdict.at("/mostly/dimension").asString()
                  + "="
                  + verdict.at("/mostly/value").asString())
          .as(verdict.toString())
          .isEqualTo(mostly);
    }
    if (changed != null) {
      assertThat(devices.dashboards("/").text()).contains(changed);
    }
    alerts.assertFired(
        data, Arrays.stream(fired.split(" ")).map("Devicegate"::concat).toArray(String[]::new));
  }

  @Test
  void ordinaryHourIsHealthyThoughSomeChangeTheirMinds() throws Exception {
    int served = scene.served();
    assertThat(devices.deliver("[{\"date\": \"no event\"}]", STREAM_TOKEN).status()).isEqualTo(200);
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

  /** Of all that a Prometheus has recorded while the drills went on, which come before. */
  @Test
  @Order(Integer.MAX_VALUE)
  void everyPanelHasShownSomethingOfTheDrills() throws Exception {
    assumeThat(prometheus).as("an installed Prometheus").isNotNull();
    RunningPrometheus recorded = Objects.requireNonNull(prometheus);
    Map<String, List<String>> panels = Boards.panels();
    assertThat(panels).hasSizeGreaterThan(40);
    Map<String, List<String>> empty = new TreeMap<>();
    for (Map.Entry<String, List<String>> panel : panels.entrySet()) {
      for (String query : panel.getValue()) {
        if (!recorded.everAnswered(query)) {
          empty.computeIfAbsent(panel.getKey(), title -> new ArrayList<>()).add(query);
        }
      }
    }
    for (String name : Boards.recorded()) {
      if (!recorded.everAnswered(name)) {
        empty.put(name, List.of(name));
      }
    }
    assertThat(empty).isEmpty();
    // Points lead to events, which bear the time of the story.
    Instant now = clock.instant();
    assertThat(recorded.exemplars("devicegate_device_flow_errors_total", START, now).toString())
        .contains("\"log_id\":\"900");
    assertThat(
            recorded.exemplars("devicegate_stored_decisions_events_total", START, now).toString())
        .contains("\"decision_id\":\"");
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
}
