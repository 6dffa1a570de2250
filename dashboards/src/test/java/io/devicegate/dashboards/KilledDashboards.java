package io.devicegate.dashboards;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;

/** Dashboards in a process of their own that ends by being killed. */
final class KilledDashboards implements AutoCloseable {

  private final Process process;
  private final int port;
  private final HttpClient http = HttpClient.newHttpClient();

  private KilledDashboards(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts them and waits until they serve; settings are {@code name=value}. */
  static KilledDashboards start(Path store, String... settings) throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // What a JVM chooses by itself in a container of so little memory.
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName(),
                "--server.port=0",
                "--management.server.port=" + port,
                "--management.server.address=127.0.0.1",
                "--devicegate.store.path=" + store,
                "--devicegate.collector.webhook.token=" + RunningDashboards.TOKEN));
    for (String setting : settings) {
      command.add("--" + setting);
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    KilledDashboards dashboards = new KilledDashboards(process, port);
    dashboards.awaitStart();
    return dashboards;
  }

  /** Delivers events; false when the process is gone. */
  boolean post(String body) {
    return deliver(body) == 200;
  }

  /** Delivers events and returns the status of the answer; 0 when the process is gone. */
  int deliver(String body) {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/ingest/auth0"))
            .header("Content-Type", "application/json")
            .header("Authorization", RunningDashboards.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  String get(String path) {
    try {
      return http.send(
              HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Lets none of its files grow beyond that many bytes, or beyond nothing with "unlimited". */
  void limitFiles(String bytes) throws IOException {
    Process limit =
        new ProcessBuilder("prlimit", "--pid", "" + process.pid(), "--fsize=" + bytes + ":")
            .redirectErrorStream(true)
            .start();
    String output = new String(limit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (limit.onExit().join().exitValue() != 0) {
      throw new IOException(output);
    }
  }

  /** Kills the process without a chance to tidy up; does not wait for its end. */
  void kill() {
    process.destroyForcibly();
  }

  /** Waits until the process is gone. */
  void awaitEnd() {
    process.onExit().join();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private void awaitStart() throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
      if (line.contains(Child.READY)) {
        return;
      }
    }
    throw new IllegalStateException("The process ended before it was ready:\n" + seen);
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process to kill. */
  static final class Child {

    static final String READY = "ready to be killed";

    private Child() {}

    @SuppressWarnings("SystemOut") // the parent waits for this line
    public static void main(String[] arguments) {
      SpringApplication.run(TestApplication.class, arguments);
      System.out.println(READY);
    }
  }
}
