package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Browser;
import io.devicegate.sandbox.browser.InstalledBrowser;
import io.devicegate.sandbox.demo.Newcomer.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The loop from the tenant's log to the gateway's refusal: somebody polls for codes that are none,
 * the tenant logs it, a detection finds it, and a token that was good at the same address is good
 * no more, until the signal expires.
 */
@ExtendWith(InstalledBrowser.class)
class SignalStoryIT {

  private static final Path SHIPPED = Path.of("../../rules-engine/rules");
  private static final String CLIENT = "sandbox-cli";

  /** Long enough for a busy machine to get from the event to the refusal. */
  private static final Duration HOLDS = Duration.ofSeconds(60);

  @TempDir private Path folder;

  @Test
  void whoAttacksTheTenantIsRefusedByTheGatewayForAWhile(Browser browser) throws Exception {
    Path detection = shippedRules().resolve("detections").resolve("poll-abuse.yaml");
    String[] arguments = arguments();
    Newcomer newcomer = new Newcomer(DemoSettings.of(arguments));
    try (Demo demo = Demo.start(arguments)) {
      assertThat(demo.banner()).isNotEmpty();
      String token = deviceToken(newcomer, browser);
      assertThat(newcomer.call("/api/catalogue", token).status()).isEqualTo(200);

      for (int i = 0; i < 30; i++) {
        Answer refused = newcomer.poll(CLIENT, "no-such-code-" + i);
        assertThat(refused.json().path("error").asString()).isEqualTo("invalid_grant");
      }
      JsonNode observing = awaitSignal(newcomer, "observe");
      assertThat(observing.path("evidence").path("count").asInt()).isEqualTo(30);
      assertThat(newcomer.call("/api/catalogue", token).status())
          .as("it only observes")
          .isEqualTo(200);

      replace(detection, "mode: observe", "mode: enforce");
      JsonNode enforcing = awaitSignal(newcomer, "enforce");
      assertThat(enforcing.path("id")).isEqualTo(observing.path("id"));
      Answer refusal = awaitStatus(newcomer, token, 403);
      assertRefusedBy(enforcing, refusal);
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  newcomer
                      .dashboards("/actuator/prometheus")
                      .text()
                      .contains("devicegate_signal_enforcement_delay_seconds_count"));

      awaitStatus(newcomer, token, 200);
      assertThat(Instant.now())
          .isAfter(Instant.parse(enforcing.path("expires_at").asString()).minusSeconds(1));
    }
  }

  private static void assertRefusedBy(JsonNode signal, Answer refusal) {
    JsonNode problem = refusal.json();
    assertThat(problem.path("reason").asString()).isEqualTo("signal_active");
    assertThat(problem.path("signal").path("kind").asString()).isEqualTo("poll_abuse");
    assertThat(problem.path("signal").path("rule").asString()).isEqualTo("poll-abuse");
    assertThat(problem.path("signal").path("expires_at")).isEqualTo(signal.path("expires_at"));
    assertThat(problem.path("signal").propertyNames())
        .containsExactlyInAnyOrder("kind", "rule", "expires_at");
  }

  private static String deviceToken(Newcomer newcomer, Browser browser) throws Exception {
    JsonNode code = newcomer.requestCode(CLIENT).json();
    Activation.activate(browser, code.path("verification_uri_complete").asString(), "alice");
    return newcomer
        .pollUntilAnswered(CLIENT, code.path("device_code").asString())
        .json()
        .path("access_token")
        .asString();
  }

  private static JsonNode awaitSignal(Newcomer newcomer, String mode) {
    return await()
        .atMost(Duration.ofSeconds(45))
        .until(
            () -> newcomer.dashboards("/api/v1/signals?rule=poll-abuse&mode=" + mode),
            answer -> answer.status() == 200 && answer.json().path("signals").size() == 1)
        .json()
        .path("signals")
        .path(0);
  }

  private static Answer awaitStatus(Newcomer newcomer, String token, int status) {
    return await()
        .atMost(HOLDS.plusSeconds(30))
        .pollInterval(Duration.ofMillis(300))
        .until(() -> newcomer.call("/api/catalogue", token), answer -> answer.status() == status);
  }

  /** The shipped rules, of which one detection lasts shorter than it would. */
  private Path shippedRules() throws IOException {
    Path rules = folder.resolve("rules");
    for (String kind : List.of("login", "detections")) {
      Path target = Files.createDirectories(rules.resolve(kind));
      try (Stream<Path> files = Files.list(SHIPPED.resolve(kind))) {
        for (Path file : files.toList()) {
          Files.copy(file, target.resolve(file.getFileName()));
        }
      }
    }
    replace(
        rules.resolve("detections").resolve("poll-abuse.yaml"),
        "ttl: 30m",
        "ttl: " + HOLDS.toSeconds() + "s");
    return rules;
  }

  /** As a whole, so that nobody reads half of it. */
  private void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Path whole = Files.writeString(folder.resolve("whole.yaml"), text.replace(from, to));
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private String[] arguments() {
    String[] arguments = FreePorts.arguments(folder.resolve("data"));
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith("--devicegate.demo.rules=")) {
        arguments[i] = "--devicegate.demo.rules=" + folder.resolve("rules");
      }
    }
    return arguments;
  }
}
