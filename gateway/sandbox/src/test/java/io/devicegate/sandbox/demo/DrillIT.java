package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.sandbox.tenant.MovableClock;
import io.devicegate.sandbox.tenant.TenantApplication;
import io.devicegate.sandbox.traffic.Scene;
import io.devicegate.sandbox.traffic.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/**
 * Drills: an hour in the life of a tenant, told by real devices, browsers and calls in a few
 * seconds, and what the verdict makes of it. Only the tenant's clock is ours: it begins an hour ago
 * and is moved on.
 */
@Timeout(180)
class DrillIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration STEP = Duration.ofSeconds(20);

  private final Instant begin =
      Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(61));
  private final Instant fault = begin.plus(Duration.ofMinutes(45));
  private final MovableClock clock = new MovableClock(begin.toString());

  @TempDir private Path data;

  private DemoSettings settings;
  private Newcomer devices;
  private Scene scene;

  @BeforeEach
  void choosePorts() {
    settings = DemoSettings.of(FreePorts.arguments(data.resolve("demo")));
    devices = new Newcomer(settings);
    scene = new Scene(settings.issuer(), settings.gateway(), clock);
  }

  @Test
  void ordinaryHourIsHealthyThoughSomeChangeTheirMinds() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(running, "ordinary-day");

      JsonNode verdict = verdict("healthy");
      assertThat(verdict.has("step")).isFalse();
      assertThat(devices.dashboards("/api/v1/funnel?window=2h").json().path("steps"))
          .filteredOn(step -> step.path("stage").asString().equals("exchange"))
          .singleElement()
          .satisfies(step -> assertThat(step.path("succeeded").asInt()).isEqualTo(scene.served()));
    }
  }

  @Test
  void namesTheClientWhoseGrantIsOff() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(running, "device-grant-off");

      JsonNode verdict = verdict("broken");
      assertStep(verdict, "request", "device_grant_off");
      assertMostly(verdict, "client", "sandbox-m2m");
    }
  }

  @Test
  void namesTheWrongAudienceOfADeploy() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(running, "wrong-audience");

      JsonNode verdict = verdict("broken");
      assertStep(verdict, "request", "audience_unknown");
      assertMostly(verdict, "client", "sandbox-cli");
    }
  }

  @Test
  void namesTheRuleThatThrows() throws Exception {
    Path rules = Files.createDirectory(data.resolve("login"));
    Files.writeString(
        rules.resolve("10-deployed.js"),
        """
        function (user, context, callback) {
          if (Date.now() >= %d) { lookUpLicence(user); }
          callback(null, user, context);
        }"""
            .formatted(fault.toEpochMilli()));
    try (Running running = start(rules.toString())) {
      tell(running, "rule-throws");

      assertStep(verdict("broken"), "login", "rule_failed");
    }
  }

  @Test
  void namesTheGroupThatARuleRefuses() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(running, "rule-refuses-a-group");

      JsonNode verdict = verdict("broken");
      assertStep(verdict, "login", "rule_refuses");
      assertMostly(verdict, "user", "auth0|sandbox-bob");
    }
  }

  @Test
  void tellsUsersWhoDoNotFinishFromAnOutage() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(running, "users-do-not-finish");

      assertStep(verdict("users_not_finishing"), "exchange", "users_too_slow");
    }
  }

  /** Moves through the hour in steps, each of which has a device of ordinary life. */
  private void tell(Running running, String story) throws Exception {
    assertThat(running.tenant.isRunning()).isTrue();
    Story.Telling telling = Story.find(story).orElseThrow().in(scene);
    while (clock.instant().isBefore(Instant.now().minusSeconds(5))) {
      telling.next(fault);
      clock.forward(STEP);
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

  private Running start(String rules) throws InterruptedException {
    Running running =
        new Running(
            GatewayProcess.start(settings, Demo.gatewayArguments(settings, "words")),
            TenantApplication.builder()
                .registerShutdownHook(false)
                .initializers(
                    application ->
                        ((GenericApplicationContext) application)
                            .registerBean(Clock.class, (Supplier<Clock>) () -> clock))
                .run(
                    "--devicegate.sandbox.port=" + settings.tenantPort(),
                    "--devicegate.sandbox.rules.directory=" + rules,
                    "--devicegate.sandbox.log-stream.webhook.url="
                        + settings.dashboards()
                        + "/ingest/auth0",
                    "--devicegate.sandbox.log-stream.webhook.authorization=words"));
    running.gateway.awaitReady();
    return running;
  }

  private record Running(GatewayProcess gateway, ConfigurableApplicationContext tenant)
      implements AutoCloseable {

    @Override
    public void close() {
      tenant.close();
      gateway.close();
    }
  }
}
