package io.devicegate.sandbox.demo;

import io.devicegate.sandbox.device.SandboxCli;
import io.devicegate.sandbox.tenant.TenantApplication;
import io.devicegate.sandbox.traffic.SandboxTraffic;
import io.devicegate.sandbox.upstream.SampleApi;
import io.devicegate.sandbox.upstream.SampleApiOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Everything on one machine: the sandbox tenant and the sample API in this process, the gateway
 * with its dashboards in a process of its own. Closing it, or Ctrl-C, stops all of it.
 */
public final class Demo implements AutoCloseable {

  /** The terminal is for the banner and the decisions. */
  private static final String QUIET = "--logging.level.root=WARN";

  private final DemoSettings settings;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();

  private Demo(DemoSettings settings) {
    this.settings = settings;
  }

  /** Starts the demo and waits for Ctrl-C. */
  @SuppressWarnings("SystemOut") // The banner is for the person at the terminal, not for a log.
  public static void main(String[] args) throws InterruptedException {
    Demo demo;
    try {
      demo = start(args);
    } catch (DemoException problem) {
      System.err.println(problem.getMessage());
      System.exit(1);
      return;
    }
    System.out.println(demo.banner());
    new CountDownLatch(1).await();
  }

  /**
   * Starts everything and returns when the gateway answers.
   *
   * @param args settings such as {@code --devicegate.demo.gateway-port=18080}
   */
  public static Demo start(String... args) throws InterruptedException {
    DemoSettings settings = DemoSettings.of(args);
    Ports.requireFree(settings.ports());
    Demo demo = new Demo(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(demo::close, "demo-stop"));
    try {
      demo.startParts();
    } catch (RuntimeException | InterruptedException problem) {
      demo.close();
      throw problem;
    }
    return demo;
  }

  /** What to open and what to type next. */
  public String banner() {
    return Banner.of(settings);
  }

  private void startParts() throws InterruptedException {
    String webhookToken = randomToken();
    // The gateway first, since it takes longest, while the others start in this process.
    GatewayProcess gateway =
        GatewayProcess.start(settings, gatewayArguments(settings, webhookToken));
    running.push(gateway);
    running.push(SampleApi.start(SampleApiOptions.defaults().withPort(settings.apiPort())));
    ConfigurableApplicationContext tenant = startTenant(webhookToken);
    running.push(tenant);
    gateway.awaitReady();
    writeArguments();
  }

  /** What the gateway's process is told, so that it stands between this demo's tenant and API. */
  static List<String> gatewayArguments(DemoSettings settings, String webhookToken) {
    return List.of(
        "--spring.config.additional-location=" + Demo.class.getResource("/demo/gateway.yaml"),
        "--devicegate.server.stop-with-parent=true",
        QUIET,
        "--logging.level.devicegate.decisions=INFO",
        "--server.port=" + settings.gatewayPort(),
        "--management.server.port=" + settings.managementPort(),
        "--demo.issuer=" + settings.issuer(),
        "--demo.tenant-origin=http://localhost:" + settings.tenantPort(),
        "--demo.api=" + settings.api(),
        "--demo.data=" + settings.data().toAbsolutePath(),
        "--demo.rules=" + settings.rules().toAbsolutePath(),
        "--demo.policies=" + settings.policies().toAbsolutePath(),
        "--demo.webhook-token=" + webhookToken);
  }

  private ConfigurableApplicationContext startTenant(String webhookToken) {
    return TenantApplication.builder()
        .registerShutdownHook(false)
        .run(
            QUIET,
            "--devicegate.sandbox.port=" + settings.tenantPort(),
            "--devicegate.sandbox.rules.directory=" + settings.rules().resolve("login"),
            "--devicegate.sandbox.pages.gateway-url=" + settings.gateway(),
            "--devicegate.sandbox.log-stream.webhook.url="
                + settings.dashboards()
                + "/ingest/auth0",
            "--devicegate.sandbox.log-stream.webhook.authorization=" + webhookToken);
  }

  /** The intake and the tenant share it for the life of the demo; nobody has to type it. */
  private static String randomToken() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /**
   * Lets a person start the sample device with {@code java @data/sandbox-cli}, and tell a story
   * with {@code java @data/sandbox-traffic}.
   */
  private void writeArguments() {
    writeArguments("sandbox-cli", SandboxCli.class);
    writeArguments("sandbox-traffic", SandboxTraffic.class);
  }

  private void writeArguments(String name, Class<?> program) {
    Path file = settings.data().resolve(name);
    String arguments =
        """
        -cp "%s"
        %s
        --issuer %s
        --api %s
        """
            .formatted(
                System.getProperty("java.class.path").replace("\\", "\\\\"),
                program.getName(),
                settings.issuer(),
                settings.gateway());
    try {
      Files.createDirectories(settings.data());
      Files.writeString(file, arguments);
    } catch (IOException cause) {
      throw new UncheckedIOException("Cannot write " + file, cause);
    }
  }

  /** Stops what was started, last started first. */
  @Override
  public synchronized void close() {
    while (!running.isEmpty()) {
      closeQuietly(running.pop());
    }
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception problem) {
      System.Logger log = System.getLogger(Demo.class.getName());
      log.log(System.Logger.Level.WARNING, "A part of the demo did not stop cleanly", problem);
    }
  }
}
