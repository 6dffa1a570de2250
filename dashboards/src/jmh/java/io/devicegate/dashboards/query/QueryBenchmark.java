package io.devicegate.dashboards.query;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.Slice;
import io.devicegate.dashboards.store.StoreProperties;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The questions of the API over a month of generated events, and the plain way beside them: every
 * event of the stretch read from the same store, its JSON parsed, counted in a map.
 *
 * <p>The store is made once and kept in {@code target/bench}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 1, time = 5)
@Measurement(iterations = 2, time = 10)
public class QueryBenchmark {

  private static final Instant END = Instant.parse("2026-11-24T12:00:00Z");
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int BATCH = EventStore.BULK;
  private static final String[] TYPES = {"sede", "s", "sede", "s", "fede", "fdeac", "fdeaz", "fp"};
  private static final String[] COUNTRIES = {"DE", "FR", "GB", "US", "NL", "PL"};

  @Param("5000000")
  int events;

  private EventStore store;
  private EventReader reader;
  private StoryReader stories;

  @Setup
  public void open() throws Exception {
    Path file = Path.of("target", "bench", "events-" + events + ".duckdb").toAbsolutePath();
    boolean known = Files.exists(file);
    store =
        DuckDbEventStore.open(
            new StoreProperties(
                file,
                Duration.ofDays(3650),
                DataSize.ofMegabytes(256),
                DataSize.ofMegabytes(256),
                10_000,
                Duration.ofMinutes(5)));
    if (!known) {
      fill();
    }
    reader = new EventReader(store, Taxonomy.load());
    stories = new StoryReader(store, Taxonomy.load());
  }

  @TearDown
  public void close() {
    store.close();
  }

  private void fill() {
    Random random = new Random(7);
    Taxonomy taxonomy = Taxonomy.load();
    long step = MONTH.toNanos() / events;
    Instant begin = END.minus(MONTH);
    long started = System.nanoTime();
    List<StoredEvent> batch = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      batch.add(event(i, begin.plusNanos(step * i), random, taxonomy));
      if (batch.size() == BATCH || i == events - 1) {
        store.append(batch, List.of());
        batch.clear();
      }
    }
    System.out.printf("%,d events in %,d s%n", events, (System.nanoTime() - started) / 1_000_000_000);
  }

  private static StoredEvent event(int i, Instant time, Random random, Taxonomy taxonomy) {
    String type = TYPES[random.nextInt(TYPES.length)];
    int user = random.nextInt(200_000);
    String client = "client-" + (int) Math.abs(random.nextGaussian() * 8);
    String ip = "203.0." + user / 250 % 250 + "." + user % 250;
    String json =
        """
        {"log_id":"%d","date":"%s","type":"%s","client_id":"%s","ip":"%s","user_id":"auth0|%d",\
        "connection":"con-%d","hostname":"tenant.example","user_agent":"Firmware %d.%d / TV",\
        "location_info":{"country_code":"%s"},"details":{"session_id":"s%d","note":"%s"}}"""
            .formatted(
                i, time, type, client, ip, user, user % 5, user % 9, i % 3,
                COUNTRIES[user % COUNTRIES.length], i / 3, "x".repeat(600));
    var kind = taxonomy.classify(type, () -> "");
    Subject subject = new Subject(client, "auth0|" + user, "s" + i / 3, ip);
    return new StoredEvent(
        new Event(Event.AUTH0, Integer.toString(i), type, time, subject, json),
        kind.stage(),
        kind.outcome(),
        null,
        "Synthetic",
        time.plusSeconds(2));
  }

  private static Slice last(Duration length) {
    return Slice.of(TimeRange.before(END, length));
  }

  private static Slice exchanges(Duration length, Outcome outcome) {
    return new Slice(
        TimeRange.before(END, length),
        new Selection(
            Map.of(
                Dimension.STAGE, List.of(Stage.EXCHANGE.label()),
                Dimension.OUTCOME, List.of(outcome.label())),
            null));
  }

  @Benchmark
  public Object timeseriesOfADay() {
    return reader.timeseries(last(Duration.ofDays(1)), Duration.ofMinutes(5), Dimension.TYPE);
  }

  @Benchmark
  public Object timeseriesOfAWeek() {
    return reader.timeseries(last(Duration.ofDays(7)), Duration.ofHours(1), Dimension.TYPE);
  }

  /** By a column. */
  @Benchmark
  public Object breakdownOfADayByClient() {
    return breakdown(Duration.ofDays(1), Dimension.CLIENT);
  }

  /** By what only the JSON holds. */
  @Benchmark
  public Object breakdownOfADayByCountry() {
    return breakdown(Duration.ofDays(1), Dimension.COUNTRY);
  }

  @Benchmark
  public Object breakdownOfAWeekByClient() {
    return breakdown(Duration.ofDays(7), Dimension.CLIENT);
  }

  private Object breakdown(Duration length, Dimension by) {
    return reader.breakdown(
        by, exchanges(length, Outcome.FAILURE), exchanges(length, Outcome.SUCCESS), 50);
  }

  /** As the page of one device asks. */
  @Benchmark
  public Object storyOfOneUserInADay() {
    return stories.story("auth0|4711", TimeRange.before(END, Duration.ofDays(1)));
  }

  /** In all of the month. */
  @Benchmark
  public Object storyOfOneUser() {
    return stories.story("auth0|4711", TimeRange.before(END, MONTH));
  }

  @Benchmark
  public Object plainTimeseriesOfADay() {
    Map<String, long[]> lines = new HashMap<>();
    Instant begin = END.minus(Duration.ofDays(1));
    plain(
        event -> {
          Instant time = Instant.parse(event.path("date").stringValue());
          int bucket = (int) (Duration.between(begin, time).toSeconds() / 300);
          if (bucket >= 0 && bucket < 288) {
            lines.computeIfAbsent(event.path("type").stringValue(), type -> new long[288])[
                bucket]++;
          }
        });
    return lines;
  }

  @Benchmark
  public Object plainBreakdownOfADayByCountry() {
    Map<String, Long> counts = new HashMap<>();
    plain(
        event ->
            counts.merge(
                event.path("location_info").path("country_code").asString(""), 1L, Long::sum));
    return counts;
  }

  private void plain(java.util.function.Consumer<JsonNode> count) {
    TimeRange arrived = TimeRange.before(END.plusSeconds(2), Duration.ofDays(1));
    List<StoredEvent> page = store.arrived(arrived, null, 20_000);
    while (!page.isEmpty()) {
      page.forEach(event -> count.accept(JsonMapper.shared().readTree(event.event().json())));
      page = store.arrived(arrived, page.get(page.size() - 1), 20_000);
    }
  }
}
