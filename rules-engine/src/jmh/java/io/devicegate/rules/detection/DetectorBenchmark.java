package io.devicegate.rules.detection;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Subject;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Events per second through all shipped detections on one core, with a million keys live: the
 * addresses, users and sessions are so many that nearly every event brings a new key, and the rooms
 * of the detections for keys stay full. How much memory they hold is printed before the first iteration.
 *
 * <p>{@code mvn -Pbench -Dbench=DetectorBenchmark -pl rules-engine test-compile exec:exec}.
 */
@State(Scope.Thread)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(value = 1, jvmArgs = {"-Xmx2g", "-Xmn1g", "-XX:+UseSerialGC"})
@OutputTimeUnit(TimeUnit.SECONDS)
public class DetectorBenchmark {

  private static final Instant START = Instant.parse("2026-11-24T12:00:00Z");
  private static final List<String> TYPES =
      List.of(
          "sede", "fdeac", "fede", "fdecc", "s", "sertft", "slo", "fp", "fdeaz", "decision", "sapi");
  private static final int PER_MILLISECOND = 8;

  // Some group by the client or by nothing and have one key; the others make up a million.
  private static final int MAX_KEYS = 1_600_000;

  private final Random random = new Random(1);
  private Detector detector;
  private long count;

  /** Fills the detector until no detection has room for more keys. */
  @Setup
  public void fill() {
    DetectionRules rules =
        DetectionRules.compile(
            Path.of("rules/detections"), DetectionOptions.defaults().withMaxKeys(MAX_KEYS));
    if (rules.detections().isEmpty()) {
      throw new IllegalStateException("no rules/detections here (expected: the module's folder)");
    }
    detector = new Detector(rules);
    for (int i = 0; i < 4_000_000; i++) {
      accept();
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    System.out.println((runtime.totalMemory() - runtime.freeMemory() >> 20) + " MB in use");
    System.out.println(rules.detections().size() + " detections, " + detector.statistics());
  }

  /** One event. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  public List<Signal> accept() {
    return detector.accept(event());
  }

  /** The making of the event alone, to be taken off. */
  @Benchmark
  @BenchmarkMode(Mode.Throughput)
  public Event event() {
    long n = count++;
    String type = TYPES.get(random.nextInt(TYPES.size()));
    String ip = "10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256);
    String user = "auth0|" + random.nextInt(5_000_000);
    String session = "session-" + random.nextInt(5_000_000);
    String id = "90020261124120000000000000000000000001223372036" + (1_000_000_000L + n);
    String json =
        "{\"date\":\"2026-11-24T12:00:00.123Z\",\"type\":\""
            + type
            + "\",\"description\":\"\",\"log_id\":\""
            + id
            + "\",\"client_id\":\"sandbox-tv\",\"client_name\":\"Living-room TV\",\"ip\":\""
            + ip
            + "\",\"user_agent\":\"SamsungBrowser 7.0.0 / Tizen 8.0.0\",\"is_mobile\":false,"
            + "\"tenant_name\":\"synthetic\",\"hostname\":\"tenant.example\",\"user_id\":\""
            + user
            + "\",\"location_info\":{\"country_code\":\"DE\"},\"scope\":\"openid offline_access\","
            + "\"details\":{\"session_id\":\""
            + session
            + "\",\"code\":\"....HT\",\"error\":{\"type\":\"invalid-expired-code\"}}}";
    return new Event(
        Event.AUTH0,
        id,
        type,
        START.plusMillis(n / PER_MILLISECOND),
        new Subject("sandbox-tv", user, session, ip),
        json);
  }
}
