package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.sandbox.tenant.MovableClock;
import io.devicegate.sandbox.tenant.TenantApplication;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
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
  private static final Duration CODE_LIFE = Duration.ofMinutes(15);

  private final Instant begin =
      Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofMinutes(61));
  private final Instant fault = begin.plus(Duration.ofMinutes(45));
  private final MovableClock clock = new MovableClock(begin.toString());

  @TempDir private Path data;

  private DemoSettings settings;
  private Newcomer devices;
  private Living alice;
  private Living bob;
  private int exchanged;

  @BeforeEach
  void choosePorts() {
    settings = DemoSettings.of(FreePorts.arguments(data.resolve("demo")));
    devices = new Newcomer(settings);
    alice = new Living(settings.issuer(), "alice");
    bob = new Living(settings.issuer(), "bob");
  }

  @Test
  void ordinaryHourIsHealthyThoughSomeChangeTheirMinds() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(
          running,
          minute -> {
            if (minute % 10 == 5) {
              alice.cancel(code("sandbox-tv", Newcomer.AUDIENCE).path("user_code").asString());
            }
          });

      JsonNode verdict = verdict("healthy");
      assertThat(verdict.has("step")).isFalse();
      assertThat(devices.dashboards("/api/v1/funnel?window=2h").json().path("steps"))
          .filteredOn(step -> step.path("stage").asString().equals("exchange"))
          .singleElement()
          .satisfies(step -> assertThat(step.path("succeeded").asInt()).isEqualTo(exchanged));
    }
  }

  @Test
  void namesTheClientWhoseGrantIsOff() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(
          running,
          minute -> {
            if (isBroken()) {
              code("sandbox-m2m", Newcomer.AUDIENCE);
            }
          });

      JsonNode verdict = verdict("broken");
      assertStep(verdict, "request", "device_grant_off");
      assertMostly(verdict, "client", "sandbox-m2m");
    }
  }

  @Test
  void namesTheWrongAudienceOfADeploy() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(
          running,
          minute -> {
            if (isBroken()) {
              code("sandbox-cli", "https://api.sandbox.tset");
            }
          });

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
      tell(running, minute -> {});

      assertStep(verdict("broken"), "login", "rule_failed");
    }
  }

  @Test
  void namesTheGroupThatARuleRefuses() throws Exception {
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(
          running,
          minute -> {
            if (isBroken()) {
              bob.activate(code("sandbox-tv", Newcomer.AUDIENCE).path("user_code").asString());
            }
          });

      JsonNode verdict = verdict("broken");
      assertStep(verdict, "login", "rule_refuses");
      assertMostly(verdict, "user", "auth0|sandbox-bob");
    }
  }

  @Test
  void tellsUsersWhoDoNotFinishFromAnOutage() throws Exception {
    Deque<Waiting> waiting = new ArrayDeque<>();
    try (Running running = start("../../rules-engine/rules/login")) {
      tell(
          running,
          minute -> {
            if (!clock.instant().isBefore(fault.minus(CODE_LIFE))) {
              JsonNode code = code("sandbox-tv", Newcomer.AUDIENCE);
              waiting.add(new Waiting(clock.instant(), code.path("device_code").asString()));
            }
            while (!waiting.isEmpty()
                && waiting.peek().since.plus(CODE_LIFE).isBefore(clock.instant())) {
              devices.poll("sandbox-tv", waiting.remove().deviceCode);
            }
          });

      assertStep(verdict("users_not_finishing"), "exchange", "users_too_slow");
    }
  }

  private boolean isBroken() {
    return !clock.instant().isBefore(fault);
  }

  /** Moves through the hour; a device of alice's gets a token and calls at each step. */
  private void tell(Running running, Episode episode) throws Exception {
    assertThat(running.tenant.isRunning()).isTrue();
    while (clock.instant().isBefore(Instant.now().minusSeconds(5))) {
      JsonNode code = code("sandbox-tv", Newcomer.AUDIENCE);
      alice.activate(code.path("user_code").asString());
      JsonNode tokens = devices.poll("sandbox-tv", code.path("device_code").asString()).json();
      if (tokens.has("access_token")) {
        exchanged++;
        devices.call("/api/catalogue", tokens.path("access_token").asString());
      }
      episode.at(Duration.between(begin, clock.instant()).toMinutes());
      clock.forward(STEP);
    }
  }

  private JsonNode code(String client, String audience) throws IOException, InterruptedException {
    return devices.requestCode(client, Newcomer.SCOPE, audience).json();
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

  /** What happens besides at one step of the hour. */
  private interface Episode {
    void at(long minute) throws Exception;
  }

  private record Waiting(Instant since, String deviceCode) {}
}
