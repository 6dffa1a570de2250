package io.devicegate.sandbox.demo;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gateway server, in a process of its own: its class path is the one of production, without
 * anything of the sandbox.
 *
 * <p>It ends with this process: it is stopped on close, and it watches its parent besides, for the
 * case that this process has no time to say goodbye.
 */
final class GatewayProcess implements AutoCloseable {

  private static final String MAIN_CLASS = "io.devicegate.gateway.server.GatewayServer";
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private final Process process;
  private final URI health;

  private GatewayProcess(Process process, URI health) {
    this.process = process;
    this.health = health;
  }

  static GatewayProcess start(DemoSettings settings, List<String> arguments) {
    return start(settings, arguments, List.of());
  }

  /**
   * Starts it.
   *
   * @param more folders of classes that stand on its class path besides production's
   */
  static GatewayProcess start(DemoSettings settings, List<String> arguments, List<Path> more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(
        Stream.concat(
                Stream.of(classPath(settings.gatewayBuild())), more.stream().map(Path::toString))
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(MAIN_CLASS);
    command.addAll(arguments);
    try {
      Process process = new ProcessBuilder(command).inheritIO().start();
      return new GatewayProcess(
          process, URI.create(settings.dashboards() + "/actuator/health/readiness"));
    } catch (IOException cause) {
      throw new UncheckedIOException("The gateway could not be started", cause);
    }
  }

  private static String classPath(Path build) {
    Path list = build.resolve("class-path.txt");
    try {
      return build.resolve("classes") + File.pathSeparator + Files.readString(list).strip();
    } catch (IOException missing) {
      throw new DemoException(
          "Cannot read "
              + list
              + ": start the demo with mvn spring-boot:run in the project's folder, which builds it");
    }
  }

  /** Waits until the gateway answers; fails when it ended or is not ready in time. */
  void awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (System.nanoTime() < deadline) {
      if (process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new DemoException(
            "The gateway ended with exit code " + process.exitValue() + ": see its log above");
      }
      if (isReady()) {
        return;
      }
    }
    throw new DemoException("The gateway was not ready within " + START_LIMIT.toSeconds() + " s");
  }

  private boolean isReady() throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
    try {
      return HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
