package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.StoreProperties;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.util.unit.DataSize;

/** A process that is killed in the middle of its work, and its successor. */
@Timeout(180)
class CrashIT {

  private static final int BATCH = 40;
  private static final int ACKNOWLEDGED_BEFORE_THE_KILL = 12;

  private final HttpClient http = HttpClient.newHttpClient();

  @TempDir private Path folder;

  @Test
  void losesNoAcknowledgedEventAndStoresNoneTwice() throws IOException {
    Path store = folder.resolve("events.duckdb");
    List<String> acknowledged = new ArrayList<>();
    int sent = killWhileIngesting(store, acknowledged);
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_THE_KILL);

    try (RunningDashboards successor = RunningDashboards.startOnOnePort(store)) {
      for (String batch : acknowledged) {
        assertThat(successor.post(batch).body())
            .contains("\"stored\":0", "\"duplicates\":" + BATCH);
      }
      for (int i = 0; i < sent; i++) {
        assertThat(successor.post(batch(i)).statusCode()).isEqualTo(200);
      }
      assertThat(successor.get("/api/v1/funnel").body()).contains("\"succeeded\":" + sent * BATCH);
    }
  }

  /** Posts without pause until the process is dead, which happens somewhere inside a delivery. */
  private int killWhileIngesting(Path store, List<String> acknowledged) throws IOException {
    int port = freePort();
    Process process = start(store, port);
    try {
      awaitStart(process);
      assertThatThrownBy(() -> DuckDbEventStore.open(settings(store)))
          .hasMessageContaining(store.toString())
          .hasMessageContaining("devicegate.store.path")
          .hasMessageContaining("another process holds it");
      Thread killer = new Thread(process::destroyForcibly);
      for (int sent = 0; ; sent++) {
        if (sent == ACKNOWLEDGED_BEFORE_THE_KILL) {
          killer.start();
        }
        if (!post(port, batch(sent))) {
          return sent + 1;
        }
        acknowledged.add(batch(sent));
      }
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static StoreProperties settings(Path store) {
    return new StoreProperties(
        store,
        Duration.ofDays(30),
        DataSize.ofMegabytes(64),
        DataSize.ofMegabytes(16),
        Duration.ofSeconds(5));
  }

  private static Process start(Path store, int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            "--server.port=0",
            "--management.server.port=" + port,
            "--management.server.address=127.0.0.1",
            "--devicegate.store.path=" + store,
            "--devicegate.collector.webhook.token=" + RunningDashboards.TOKEN)
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitStart(Process process) throws IOException {
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

  private boolean post(int port, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/ingest/auth0"))
            .header("Content-Type", "application/json")
            .header("Authorization", RunningDashboards.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static String batch(int number) {
    StringBuilder batch = new StringBuilder();
    for (int i = 0; i < BATCH; i++) {
      batch.append("{\"log_id\":\"k%d-%d\",\"type\":\"sede\"}\n".formatted(number, i));
    }
    return batch.toString();
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
