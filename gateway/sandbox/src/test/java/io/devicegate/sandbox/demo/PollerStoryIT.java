package io.devicegate.sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.sandbox.tenant.TenantApplication;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sandbox tenant and a server that reads its log by the Management API: without a webhook, and
 * with one that loses a part.
 */
class PollerStoryIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int REQUESTS = 7;

  @TempDir private Path data;

  private DemoSettings settings;
  private Newcomer newcomer;

  @BeforeEach
  void choosePorts() {
    settings = DemoSettings.of(FreePorts.arguments(data));
    newcomer = new Newcomer(settings);
  }

  @Test
  void eventsArriveByThePollerAlone() throws Exception {
    try (GatewayProcess gateway = GatewayProcess.start(settings, gateway());
        ConfigurableApplicationContext tenant = tenant()) {
      gateway.awaitReady();
      assertThat(tenant.isRunning()).isTrue();
      failRequests();

      awaitAllOnce();
    }
  }

  @Test
  void pollerFillsWhatTheWebhookLost() throws Exception {
    try (LossyRelay relay = new LossyRelay(URI.create(settings.dashboards() + "/ingest/auth0"));
        GatewayProcess gateway = GatewayProcess.start(settings, gateway());
        ConfigurableApplicationContext tenant =
            tenant(
                "webhook.url=" + relay.url(), "webhook.authorization=words", "webhook.batch=1")) {
      gateway.awaitReady();
      assertThat(tenant.isRunning()).isTrue();
      failRequests();

      awaitAllOnce();
      await().atMost(PATIENCE).until(() -> relay.delivered() > 0 && relay.lost() > 0);
      awaitAllOnce();
    }
  }

  /** Each leaves one {@code fdeaz} in the tenant's log. */
  private void failRequests() throws Exception {
    for (int i = 0; i < REQUESTS; i++) {
      assertThat(newcomer.requestCode("nobody").status()).isNotEqualTo(200);
    }
  }

  private void awaitAllOnce() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(newcomer.dashboards("/actuator/prometheus").text())
                    .containsPattern(
                        "devicegate_auth0_events_total\\{.*type=\"fdeaz\".*} "
                            + REQUESTS
                            + "\\.0"));
  }

  private ConfigurableApplicationContext tenant(String... logStream) {
    Stream<String> arguments =
        Stream.concat(
            Stream.of(
                "--devicegate.sandbox.port=" + settings.tenantPort(),
                "--devicegate.sandbox.rules.directory=" + settings.rules().resolve("login")),
            Stream.of(logStream).map(setting -> "--devicegate.sandbox.log-stream." + setting));
    return TenantApplication.builder()
        .registerShutdownHook(false)
        .run(arguments.toArray(String[]::new));
  }

  private List<String> gateway() {
    String poller = "--devicegate.collector.poller.";
    List<String> arguments = new ArrayList<>(Demo.gatewayArguments(settings, "words"));
    arguments.addAll(
        List.of(
            poller + "enabled=true",
            poller + "url=" + settings.issuer(),
            poller + "client-id=sandbox-m2m",
            poller + "client-secret=sandbox-secret",
            poller + "take=5",
            poller + "interval=500ms",
            poller + "max-backoff=1s"));
    return arguments;
  }
}
