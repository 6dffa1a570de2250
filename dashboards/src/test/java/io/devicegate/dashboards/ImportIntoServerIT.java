package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.dashboards.collector.Collector;
import io.devicegate.dashboards.collector.FileImport;
import io.devicegate.dashboards.collector.Ledger;
import io.devicegate.rules.event.Event;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Statistic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files that go into the store of a server that runs. */
@Timeout(60)
class ImportIntoServerIT {

  private static final FileImport.Progress UNWATCHED = (read, size, elements) -> {};

  @TempDir private Path folder;

  @Test
  void storesWhatHappenedBeforeAndTellsNobody() throws IOException {
    try (RunningDashboards server = RunningDashboards.start(folder.resolve("e.duckdb"))) {
      Path file = write(lines(0, 2_500) + "\nno JSON\n");

      FileImport.Result result = imported(server).run(file, UNWATCHED);

      assertThat(result).isEqualTo(new FileImport.Result(2_501, 2_500, 0, 1, 0, false));
      JsonNode event = event(server, "import-7");
      assertThat(event.path("time").stringValue()).isEqualTo(time(7).toString());
      assertThat(event.path("received")).isEqualTo(event.path("time"));
      assertThat(account(server).isBalanced()).isTrue();
      assertThat(account(server).stored()).isEqualTo(2_500);
      assertThat(counted(server, "devicegate.ingest.stored")).isEqualTo(2_500);
      assertThat(counted(server, "devicegate.auth0.events")).isZero();
      assertThat(counted(server, "devicegate.device.flow.steps")).isZero();
      assertThat(counted(server, "devicegate.ingest.lag")).isZero();
      assertThat(imported(server).run(file, UNWATCHED).complete()).isTrue();
      Path more = write(lines(2_490, 2_510));
      assertThat(imported(server).run(more, UNWATCHED))
          .isEqualTo(new FileImport.Result(20, 10, 10, 0, 0, false));
    }
  }

  @Test
  void takesHistoryInEveryFormThatTheWebhookTakes() {
    try (RunningDashboards server = RunningDashboards.start(folder.resolve("e.duckdb"))) {
      String array = "[" + lines(0, 3).replace("\n", ",\n") + "]";
      HttpRequest request =
          HttpRequest.newBuilder(server.uri("/ingest/auth0/history"))
              .header("Content-Type", "application/json")
              .header("Authorization", RunningDashboards.TOKEN)
              .POST(HttpRequest.BodyPublishers.ofString(array))
              .build();

      assertThat(server.send(request).body()).contains("\"stored\":3,", "\"rejected\":0");
    }
  }

  @Test
  void goesOnWhereItWasCutOff() throws IOException {
    try (RunningDashboards server = RunningDashboards.start(folder.resolve("e.duckdb"))) {
      Path file = write(lines(0, 3_500));
      FileImport.Progress cutOff =
          (read, size, elements) -> {
            if (elements >= 2_000) {
              throw new IllegalStateException("killed");
            }
          };
      assertThatThrownBy(() -> imported(server).run(file, cutOff)).hasMessage("killed");

      FileImport.Result rest = imported(server).run(file, UNWATCHED);

      assertThat(rest.skipped()).isGreaterThanOrEqualTo(2_000);
      assertThat(rest.skipped() + rest.elements()).isEqualTo(3_500);
      assertThat(account(server).stored()).isEqualTo(3_500);
    }
  }

  @Test
  void sendsLessAtOnceToAServerThatTakesLess() throws IOException {
    try (RunningDashboards server =
        RunningDashboards.start(
            folder.resolve("e.duckdb"), "devicegate.collector.webhook.max-body=20KB")) {
      assertThat(imported(server).run(write(lines(0, 1_200)), UNWATCHED).stored()).isEqualTo(1_200);
    }
  }

  @Test
  void comesAgainToAServerThatIsBusy() throws Exception {
    try (RunningDashboards server =
        RunningDashboards.start(
            folder.resolve("e.duckdb"), "devicegate.collector.webhook.max-requests=1")) {
      List<Socket> stalled = new ArrayList<>();
      // The question may come before a stalled delivery, and take its place.
      while (server.post("[]").statusCode() != 503) {
        stalled.add(stalledDelivery(server));
      }
      double refused = busy(server);
      Path file = write(lines(0, 10));
      CompletableFuture<FileImport.Result> result =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return imported(server).run(file, UNWATCHED);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      while (busy(server) == refused) {
        Thread.onSpinWait();
      }
      for (Socket socket : stalled) {
        socket.close();
      }

      assertThat(result.get(50, TimeUnit.SECONDS).stored()).isEqualTo(10);
    }
  }

  private static Socket stalledDelivery(RunningDashboards server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.managementPort());
    String begun =
        "POST /ingest/auth0 HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\n"
            + "Authorization: %s\r\nContent-Length: 100\r\n\r\n[";
    socket
        .getOutputStream()
        .write(begun.formatted(RunningDashboards.TOKEN).getBytes(StandardCharsets.UTF_8));
    return socket;
  }

  private static double busy(RunningDashboards server) {
    return Pattern.compile("reason=\"busy\".*} (\\S+)")
        .matcher(server.get("/actuator/prometheus").body())
        .results()
        .mapToDouble(found -> Double.parseDouble(found.group(1)))
        .sum();
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    Path file = write(lines(0, 10));
    try (RunningDashboards server = RunningDashboards.start(folder.resolve("e.duckdb"))) {
      FileImport stranger = FileImport.into(server.uri("/"), "not-the-token", Clock.systemUTC());
      assertThatThrownBy(() -> stranger.run(file, UNWATCHED))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("devicegate.collector.webhook.token")
          .hasMessageNotContaining("not-the-token");

      assertThat(
              server
                  .get(
                      "/ingest/auth0/history?reader=poller",
                      "Authorization",
                      RunningDashboards.TOKEN)
                  .body())
          .contains("reader: expected file:");
      assertThat(server.get("/ingest/auth0/history?reader=poller").statusCode()).isEqualTo(401);
    }
    FileImport nobody =
        FileImport.into(URI.create("http://127.0.0.1:1"), "token", Clock.systemUTC());
    assertThatThrownBy(() -> nobody.run(file, UNWATCHED))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("http://127.0.0.1:1/ingest/auth0/history cannot be reached");
  }

  private static FileImport imported(RunningDashboards server) {
    return FileImport.into(server.uri("/"), RunningDashboards.TOKEN, Clock.systemUTC());
  }

  private static Ledger.Account account(RunningDashboards server) {
    return Objects.requireNonNull(
        server.bean(Collector.class).ledger().read().get(Event.AUTH0), Event.AUTH0);
  }

  /** Of all meters of that name: counts of counters, and how often a histogram was told. */
  private static double counted(RunningDashboards server, String meter) {
    return server.bean(MeterRegistry.class).find(meter).meters().stream()
        .flatMap(found -> StreamSupport.stream(found.measure().spliterator(), false))
        .filter(measured -> measured.getStatistic() == Statistic.COUNT)
        .mapToDouble(Measurement::getValue)
        .sum();
  }

  private static JsonNode event(RunningDashboards server, String id) {
    String body = server.get("/api/v1/events/" + id).body();
    return JsonMapper.shared().readTree(body);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "log", ".jsonl"), text);
  }

  private static Instant time(int i) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(i);
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                "{\"log_id\":\"import-%d\",\"type\":\"sede\",\"date\":\"%s\",\"client_id\":\"tv\"}"
                    .formatted(i, time(i)))
        .collect(Collectors.joining("\n"));
  }
}
