package io.devicegate.dashboards;

import io.devicegate.dashboards.collector.CollectorProperties;
import io.devicegate.dashboards.collector.FileImport;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreProperties;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.util.FileSystemUtils;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * How fast a tenant's events are stored: a file, the webhook at its peak and at ten thousand a
 * second, and beside them the plain way, Jackson's tree and a row inserted for each.
 *
 * <p>Events of 1 KB, all of them new. The webhook is the whole of it: HTTP, decoding, commit,
 * metrics, detections, and its client too, in one process.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 1)
@Measurement(iterations = 3)
public class IntakeBenchmark {

  private static final int IMPORTED = 200_000;
  private static final int INSERTED = 5_000;
  private static final int BATCH = 100;
  private static final int SENDERS = 8;
  private static final Duration LOAD = Duration.ofSeconds(30);

  private final AtomicInteger next = new AtomicInteger();
  private Path folder;
  private String[] parts;
  private RunningDashboards dashboards;
  private HttpClient http;

  /** Reads the sample that all events are like. */
  @Setup
  public void prepare() throws IOException {
    folder = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "intake");
    ObjectNode sample =
        JsonMapper.shared()
            .readTree(Path.of("src/test/resources/samples/sede.json").toFile())
            .asObject();
    sample.put("date", "<>").put("log_id", "bench-<>").put("user_id", "auth0|<>");
    parts = sample.toString().split("<>", 4);
  }

  /** Deletes what was stored. */
  @TearDown
  public void delete() throws IOException {
    if (dashboards != null) {
      dashboards.close();
    }
    FileSystemUtils.deleteRecursively(folder);
  }

  /** Put together of parts, so that the senders take little of the processors from the intake. */
  private String event() {
    int number = next.incrementAndGet();
    return parts[0] + Instant.now() + parts[1] + number + parts[2] + number % 20_000 + parts[3];
  }

  /** A file of JSON lines into a store that is created, and closed: what the command does. */
  @Benchmark
  @OperationsPerInvocation(IMPORTED)
  public long importFile() throws IOException {
    Path file = lines(IMPORTED);
    long begun = System.nanoTime();
    FileImport.Result result;
    try (EventStore store = DuckDbEventStore.open(store(file))) {
      result =
          FileImport.into(store, Taxonomy.load(), CollectorProperties.MAX_AHEAD, Clock.systemUTC())
              .run(file, (read, size, elements) -> {});
    }
    System.out.printf(
        "import: %,.0f events/s%n", result.stored() * 1e9 / (System.nanoTime() - begun));
    return result.stored();
  }

  /** As the command line opens it. */
  private static StoreProperties store(Path events) {
    return new StoreProperties(
        events.resolveSibling(events.getFileName() + ".duckdb"),
        Duration.ofDays(3650),
        DataSize.ofMegabytes(512),
        DataSize.ofMegabytes(256),
        StoreProperties.MOST_DEAD_LETTERS,
        Duration.ofMinutes(10));
  }

  /** The same the plain way. */
  @Benchmark
  @OperationsPerInvocation(INSERTED)
  public int insertRows() throws IOException, SQLException {
    Path file = lines(INSERTED);
    int rows = 0;
    long begun = System.nanoTime();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file + ".plain");
        var table = connection.createStatement()) {
      table.execute(
          "CREATE TABLE events (id VARCHAR PRIMARY KEY, time TIMESTAMP, type VARCHAR,"
              + " client VARCHAR, user_id VARCHAR, ip VARCHAR, json VARCHAR)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
        for (String line : Files.readAllLines(file)) {
          JsonNode event = JsonMapper.shared().readTree(line);
          insert.setString(1, event.path("log_id").asString(""));
          insert.setTimestamp(2, Timestamp.from(Instant.parse(event.path("date").stringValue())));
          insert.setString(3, event.path("type").asString(""));
          insert.setString(4, event.path("client_id").asString(""));
          insert.setString(5, event.path("user_id").asString(""));
          insert.setString(6, event.path("ip").asString(""));
          insert.setString(7, event.toString());
          rows += insert.executeUpdate();
          if (rows % BATCH == 0) {
            connection.commit();
          }
        }
      }
      connection.commit();
    }
    System.out.printf("plain: %,.0f events/s%n", rows * 1e9 / (System.nanoTime() - begun));
    return rows;
  }

  /** Eight senders, each sending the next batch as soon as the last is acknowledged. */
  @Benchmark
  public void webhookAtItsPeak() throws Exception {
    send(0);
  }

  /** Ten thousand events a second. */
  @Benchmark
  public void webhookAtTenThousand() throws Exception {
    send(10_000);
  }

  private Path lines(int events) throws IOException {
    Path file = Files.createTempFile(folder, "events", ".jsonl");
    try (BufferedWriter writer = Files.newBufferedWriter(file)) {
      for (int i = 0; i < events; i++) {
        writer.write(event());
        writer.newLine();
      }
    }
    return file;
  }

  private void send(int rate) throws Exception {
    if (dashboards == null) {
      dashboards = RunningDashboards.start(folder.resolve("webhook.duckdb"));
      http = HttpClient.newHttpClient();
    }
    long begin = System.nanoTime();
    long end = begin + LOAD.toNanos();
    AtomicInteger batches = new AtomicInteger();
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    List<Future<long[]>> told =
        IntStream.range(0, SENDERS)
            .mapToObj(i -> senders.submit(() -> send(rate, begin, end, batches)))
            .toList();
    long[] took = new long[0];
    for (Future<long[]> one : told) {
      took = concat(took, one.get());
    }
    senders.shutdown();
    double seconds = (System.nanoTime() - begin) / 1e9;
    Arrays.sort(took);
    System.out.printf(
        "webhook at %s: %,.0f events/s, acknowledged p50 %.0f ms, p99 %.0f ms, max %.0f ms%n",
        rate == 0 ? "its peak" : rate + "/s",
        took.length * (double) BATCH / seconds,
        took[took.length / 2] / 1e6,
        took[took.length * 99 / 100] / 1e6,
        took[took.length - 1] / 1e6);
  }

  private static long[] concat(long[] a, long[] b) {
    long[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
  }

  /** With a rate, a batch's time begins when it was due, so a pause counts for all it delays. */
  private long[] send(int rate, long begin, long end, AtomicInteger batches) throws Exception {
    long[] took = new long[1 << 20];
    int sent = 0;
    while (System.nanoTime() < end) {
      long due = System.nanoTime();
      if (rate > 0) {
        due = begin + 1_000_000_000L * BATCH / rate * batches.getAndIncrement();
        long wait = due - System.nanoTime();
        if (wait > 0) {
          TimeUnit.NANOSECONDS.sleep(wait);
        }
      }
      StringBuilder body = new StringBuilder("[");
      for (int i = 0; i < BATCH; i++) {
        body.append(i == 0 ? "" : ",").append(event());
      }
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + dashboards.managementPort() + "/ingest/auth0"))
              .header("Authorization", RunningDashboards.TOKEN)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(body.append(']').toString()))
              .build();
      int status = http.send(request, BodyHandlers.discarding()).statusCode();
      if (status / 100 != 2) {
        throw new IllegalStateException("The webhook answered " + status);
      }
      took[sent++] = System.nanoTime() - due;
    }
    return Arrays.copyOf(took, sent);
  }
}
