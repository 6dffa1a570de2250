package io.devicegate.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A tenth of the peak for half an hour, with somebody who looks: memory stays flat, and the books
 * balance. {@code mvn -Psoak -pl dashboards verify}; {@code -Ddevicegate.soak.minutes=15} for less,
 * but the first minutes are no measure: caches fill.
 */
class PipelineSoak {

  private static final int BATCH = 100;
  private static final int BATCHES_A_SECOND = 20;
  private static final int USERS = 50_000;
  private static final long LIMIT = 1_000_000_000;

  /** So little that it is full within the first third: what rises after that is no cache. */
  private static final String STORE_MEMORY = "128MB";

  private static final Duration SAMPLE = Duration.ofSeconds(10);

  /** What an allocator and a garbage collector may be off by. */
  private static final double FLAT = 1.1;

  private static final List<String> QUESTIONS =
      List.of(
          "/",
          "/pipeline",
          "/actuator/prometheus",
          "/api/v1/funnel?window=1h",
          "/api/v1/breakdown?by=client&window=1h",
          "/api/v1/flows/auth0%7Cu-17?window=1h");

  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final AtomicLong asked = new AtomicLong();

  @TempDir private Path folder;

  @Test
  void memoryStaysFlatAndTheBooksBalance() throws Exception {
    Duration time = Duration.ofMinutes(Integer.getInteger("devicegate.soak.minutes", 30));
    List<Long> memory = new ArrayList<>();
    try (KilledDashboards dashboards =
        KilledDashboards.start(
            folder.resolve("events.duckdb"),
            "logging.level.root=warn",
            "devicegate.store.memory=" + STORE_MEMORY)) {
      ScheduledExecutorService load = Executors.newScheduledThreadPool(4);
      List<Future<?>> parts =
          List.of(
              load.scheduleAtFixedRate(
                  () -> send(dashboards), 0, 1_000 / BATCHES_A_SECOND, TimeUnit.MILLISECONDS),
              load.scheduleAtFixedRate(() -> ask(dashboards), 1, 1, TimeUnit.SECONDS),
              load.scheduleAtFixedRate(
                  () -> memory.add(resident(dashboards)),
                  SAMPLE.toSeconds(),
                  SAMPLE.toSeconds(),
                  TimeUnit.SECONDS));
      assertThat(load.awaitTermination(time.toSeconds(), TimeUnit.SECONDS)).isFalse();
      load.shutdown();
      assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      assertThat(parts).as("a part that fails ends before its time").allMatch(Future::isCancelled);

      report(memory);
      assertThat(failures.get()).isZero();
      JsonNode books = JsonMapper.shared().readTree(dashboards.get("/api/v1/pipeline"));
      assertThat(books.path("balanced").asBoolean()).isTrue();
      JsonNode tenant = books.path("sources").path(0);
      assertThat(tenant.path("received").asLong()).isEqualTo(sent.get());
      assertThat(tenant.path("stored").asLong() + tenant.path("duplicates").asLong())
          .isEqualTo(acknowledged.get())
          .isEqualTo(sent.get());
      assertThat(tenant.path("duplicates").asLong()).isPositive();
      assertThat(most(third(memory, 2)))
          .isLessThan(LIMIT)
          .isLessThan((long) (FLAT * most(third(memory, 1))));
    }
  }

  /** New events, and in each tenth batch one that was sent before. */
  private void send(KilledDashboards dashboards) {
    long first = sent.getAndAdd(BATCH);
    StringBuilder body = new StringBuilder();
    Instant now = Instant.now();
    for (int i = 0; i < BATCH; i++) {
      boolean again = i == 0 && first % (10 * BATCH) == 0 && first > 0;
      body.append(event(again ? first - BATCH + 1 : first + i, now)).append('\n');
    }
    if (dashboards.deliver(body.toString()) == 200) {
      acknowledged.addAndGet(BATCH);
    } else {
      failures.incrementAndGet();
    }
  }

  private static String event(long number, Instant time) {
    String code = number % 50 == 0 ? "fede" : number % 7 == 0 ? "s" : "sede";
    return """
        {"log_id":"soak-%d","type":"%s","date":"%s","client_id":"tv-%d","user_id":"auth0|u-%d",\
        "ip":"198.51.%d.%d","connection":"Users","hostname":"tenant.example",\
        "user_agent":"Roku/DVP-%d.0","details":{"access_token_jti":"jti-%d","note":"%s"}}"""
        .formatted(
            number,
            code,
            time,
            number % 40,
            number % USERS,
            number / 250 % 250,
            number % 250,
            number % 30,
            number,
            "x".repeat(650));
  }

  private void ask(KilledDashboards dashboards) {
    String question = QUESTIONS.get((int) (asked.getAndIncrement() % QUESTIONS.size()));
    if (dashboards.get(question).isEmpty()) {
      failures.incrementAndGet();
    }
  }

  private static long resident(KilledDashboards dashboards) {
    try {
      return Files.readAllLines(Path.of("/proc", "" + dashboards.pid(), "status")).stream()
              .filter(line -> line.startsWith("VmRSS:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElse(0)
          * 1_024;
    } catch (IOException e) {
      return 0;
    }
  }

  private static List<Long> third(List<Long> samples, int number) {
    int size = samples.size() / 3;
    return samples.subList(number * size, (number + 1) * size);
  }

  private static long most(List<Long> samples) {
    return samples.stream().mapToLong(Long::longValue).max().orElse(0);
  }

  private void report(List<Long> memory) {
    System.out.printf(
        Locale.ROOT,
        "soak: %,d events, %,d questions; resident memory at most %,d, %,d, %,d MB by thirds%n",
        sent.get(),
        asked.get(),
        most(third(memory, 0)) / 1_000_000,
        most(third(memory, 1)) / 1_000_000,
        most(third(memory, 2)) / 1_000_000);
  }
}
