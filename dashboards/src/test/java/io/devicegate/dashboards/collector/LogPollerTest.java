package io.devicegate.dashboards.collector;

import static io.devicegate.dashboards.FakeTenant.answering;
import static io.devicegate.dashboards.FakeTenant.linking;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.dashboards.FakeTenant;
import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.unit.DataSize;

/** The poller and a tenant that is slow, broken or lying. */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class LogPollerTest {

  private static final Instant NOON = TestEvents.NOON;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PipelineMetrics metrics = new PipelineMetrics(registry);
  private final FakeTenant tenant = new FakeTenant();
  private EventStore store;
  private @Nullable Collector collector;

  @BeforeEach
  void open() {
    store = DuckDbEventStore.open(TestStore.at(folder.resolve("events.duckdb")));
  }

  @AfterEach
  void close() {
    stop();
    store.close();
    tenant.close();
  }

  @Test
  void readsAllOfTheLogFromTheStartOn() {
    tenant.write(NOON.minusSeconds(3_601), 1);
    List<String> written = write(NOON.minusSeconds(3_600), 7);
    start();

    awaitStored(written);
    assertThat(tenant.asked().get(0)).isEqualTo(LogIdTime.before(NOON.minusSeconds(3_600)));
    assertThat(cursor().position()).isEqualTo(written.get(6));
    await()
        .atMost(PATIENCE)
        .until(() -> registry.get("devicegate.poller.cursor.age").gauge().value() == 0);
  }

  @Test
  void goesOnWhereItWas() {
    List<String> before = write(NOON.minusSeconds(60), 4);
    start();
    awaitStored(before);
    stop();
    int asked = tenant.asked().size();
    now.set(NOON.plusSeconds(7_200));
    List<String> all = new ArrayList<>(before);
    all.addAll(write(NOON.plusSeconds(10), 4));

    start();

    awaitStored(all);
    assertThat(tenant.asked().get(asked)).isEqualTo(before.get(3));
  }

  @Test
  void keepsItsPlaceBeforeTheFirstEvent() {
    start();
    await().atMost(PATIENCE).until(() -> polls("success") > 0);
    stop();
    now.set(NOON.plusSeconds(86_400));
    List<String> meanwhile = write(NOON.plusSeconds(10), 2);

    start();

    awaitStored(meanwhile);
  }

  @Test
  void looksAgainForWhatCameLate() {
    String last = tenant.write(NOON.minusSeconds(5), 1);
    start();
    awaitStored(List.of(last));
    String late = tenant.write(NOON.minusSeconds(30), 1);
    now.set(NOON.plusSeconds(301));

    awaitStored(List.of(late, last));
    await().atMost(PATIENCE).until(() -> filled() == 1);
  }

  @Test
  void looksAgainForWhatCameLateBeforeAStop() {
    String last = tenant.write(NOON.minusSeconds(5), 1);
    start();
    awaitStored(List.of(last));
    stop();
    String late = tenant.write(NOON.minusSeconds(500), 1);
    now.set(NOON.plusSeconds(86_400));

    start();

    awaitStored(List.of(late, last));
  }

  @Test
  void storesWhatTheWebhookBroughtOnlyOnce() {
    List<String> written = write(NOON.minusSeconds(60), 5);
    store.append(List.of(TestEvents.tenant(written.get(2), "sede", NOON)), List.of());
    start();

    awaitStored(written);
    assertThat(counter("devicegate.ingest.duplicates", "source", "auth0")).isPositive();
  }

  static Stream<Map.Entry<String, FakeTenant.Answer>> failures() {
    String first = FakeTenant.id(NOON.minusSeconds(60), 1);
    String there = "/api/v2/logs?take=3&from=";
    return Stream.of(
        Map.entry("status", answering(500, "oops")),
        Map.entry("status", answering(400, "{}")),
        Map.entry("status", answering(302, "", "Location", "http://127.0.0.1:1/")),
        Map.entry("rate_limited", answering(429, "{}")),
        Map.entry("rate_limited", answering(429, "{}", "Retry-After", "0")),
        Map.entry("rate_limited", answering(429, "{}", "Retry-After", "999999999999")),
        Map.entry("rate_limited", answering(429, "{}", "Retry-After", "tomorrow")),
        Map.entry("rate_limited", answering(429, "{}", "x-ratelimit-reset", "9")),
        Map.entry("unauthorized", answering(403, "{}")),
        Map.entry("network", FakeTenant.cutOff()),
        Map.entry("too_large", answering(200, "[" + " ".repeat(9_000_000) + "]")),
        Map.entry("malformed", answering(200, "")),
        Map.entry("malformed", answering(200, "{\"log_id\":\"x\",\"type\":\"sede\"}")),
        Map.entry("malformed", answering(200, "<html>")),
        Map.entry("malformed", answering(200, "[{\"log_id\":\"x\",\"type\":\"sede\"},{\"lo")),
        Map.entry("bad_link", linking(first, "https://elsewhere.test" + there + first)),
        Map.entry("bad_link", linking(first, "http://127.0.0.1:1" + there + first)),
        Map.entry("bad_link", linking(first, "//elsewhere.test" + there + first)),
        Map.entry("bad_link", linking(first, "/api/v2/users?from=" + first)),
        Map.entry("bad_link", linking(first, "/api/v2/logs?page=2")),
        Map.entry("bad_link", linking(first, "::nonsense::")),
        Map.entry("no_progress", linking(first, there + "90020261101000000000")),
        Map.entry(
            "no_progress", linking(first, there + LogIdTime.before(NOON.minusSeconds(3_600)))),
        Map.entry("no_progress", linking(first, there + FakeTenant.id(NOON.plusSeconds(301), 1))),
        Map.entry("no_progress", answering(200, "[7]")));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void survivesAnAnswer(Map.Entry<String, FakeTenant.Answer> failure) {
    List<String> written = write(NOON.minusSeconds(60), 5);
    tenant.failNext(failure.getValue(), failure.getValue());
    start();

    awaitStored(written);
    assertThat(polls(failure.getKey())).isEqualTo(2);
    assertThat(cursor().position()).isEqualTo(written.get(4));
  }

  @Test
  void survivesAnAnswerThatStalls() {
    List<String> written = write(NOON.minusSeconds(60), 5);
    tenant.failNext(tenant.stalling());
    start(Duration.ofMillis(500));

    awaitStored(written);
    assertThat(polls("timeout")).isPositive();
  }

  @Test
  void neverLoopsAndSaysSoWhileItsTenantLies(CapturedOutput output) {
    List<String> written = write(NOON.minusSeconds(60), 3);
    String same = LogIdTime.before(NOON.minusSeconds(3_600));
    tenant.failAlways(linking(written.get(0), "/api/v2/logs?take=3&from=" + same));
    start();

    await().atMost(PATIENCE).until(() -> health().getStatus().getCode().equals("DEGRADED"));
    assertThat(health().getDetails())
        .containsEntry("lastResult", "no_progress")
        .containsKeys("problem", "cursorAgeSeconds");
    assertThat(tenant.asked()).containsOnly(same);
    assertThat(cursor().position()).isEqualTo(same);
    assertThat(stored()).isEmpty();
    assertThat(output).containsOnlyOnce("The tenant's log does not go on");

    tenant.failAlways(null);
    awaitStored(written);
    await().atMost(PATIENCE).until(() -> health().getStatus().getCode().equals("UP"));
  }

  @Test
  void waitsWhenTheTenantSaysThatNothingIsLeft() {
    List<String> written = write(NOON.minusSeconds(60), 3);
    String reset = String.valueOf(NOON.plusSeconds(86_400).getEpochSecond());
    tenant.failNext(answering(200, "[]", "x-ratelimit-remaining", "0", "x-ratelimit-reset", reset));
    start();

    // The wait is bounded, whatever the tenant says.
    awaitStored(written);
    assertThat(polls("rate_limited")).isZero();
  }

  @Test
  void fetchesANewTokenWhenTheTenantRefusesTheOld() {
    List<String> written = write(NOON.minusSeconds(60), 3);
    start();
    awaitStored(written);
    tenant.revokeTokens();
    List<String> all = new ArrayList<>(written);
    all.addAll(write(NOON.minusSeconds(10), 3));

    awaitStored(all);
    assertThat(polls("unauthorized")).isZero();
  }

  @Test
  void renewsATokenBeforeItsEnd() {
    tenant.tokensLast(100);
    List<String> written = write(NOON.minusSeconds(60), 3);
    start();
    awaitStored(written);
    assertThat(tenant.tokens()).isEqualTo(1);

    now.set(NOON.plusSeconds(91));

    await().atMost(PATIENCE).until(() -> tenant.tokens() == 2);
    assertThat(polls("unauthorized")).isZero();
  }

  @Test
  void neverShowsSecretOrToken(CapturedOutput output) {
    tenant.failAlways(answering(401, "{\"message\":\"token-1 is bad\"}"));
    start();

    await().atMost(PATIENCE).until(() -> health().getStatus().getCode().equals("DEGRADED"));
    assertThat(health().getDetails().toString() + output)
        .contains("read:logs")
        .doesNotContain(FakeTenant.SECRET, "token-1", "token-2");
  }

  @Test
  void namesTheCredentialsThatAreRefused() {
    collector = collector(tenant.url(), "wrong", Duration.ofSeconds(5));

    await().atMost(PATIENCE).until(() -> health().getStatus().getCode().equals("DEGRADED"));
    assertThat(String.valueOf(health().getDetails().get("problem")))
        .contains("devicegate.collector.poller.client-id", "status 401");
    assertThat(tenant.asked()).isEmpty();
  }

  @Test
  void waitsForATenantThatIsNotThere() {
    collector =
        collector(URI.create("http://127.0.0.1:1/"), FakeTenant.SECRET, Duration.ofSeconds(5));

    await().atMost(PATIENCE).until(() -> polls("network") >= 3);
    assertThat(stored()).isEmpty();
  }

  private void start() {
    start(Duration.ofSeconds(20));
  }

  private void start(Duration timeout) {
    collector = collector(tenant.url(), FakeTenant.SECRET, timeout);
  }

  private void stop() {
    if (collector != null) {
      collector.close();
      collector = null;
    }
  }

  private Collector collector(URI url, String secret, Duration timeout) {
    CollectorProperties properties =
        new CollectorProperties(
            new CollectorProperties.Webhook(null, DataSize.ofMegabytes(1), 1),
            new CollectorProperties.Poller(
                true,
                url,
                "reader",
                secret,
                null,
                null,
                3,
                Duration.ofMillis(100),
                Duration.ofMinutes(10),
                NOON.minusSeconds(3_600),
                timeout,
                Duration.ofMillis(100)),
            new CollectorProperties.Doctor(Duration.ofMinutes(15)),
            1_000,
            Duration.ofSeconds(20),
            Duration.ofMinutes(5));
    return new Collector(
        properties, store, Duration.ofDays(30), Taxonomy.load(), metrics, List.of(), clock);
  }

  private List<String> write(Instant time, int events) {
    List<String> ids = new ArrayList<>();
    for (int i = 1; i <= events; i++) {
      ids.add(tenant.write(time, i));
    }
    return ids;
  }

  private void awaitStored(List<String> ids) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(stored()).containsExactlyInAnyOrderElementsOf(ids));
  }

  private List<String> stored() {
    return store.find(EventFilter.newest(100)).stream().map(event -> event.event().id()).toList();
  }

  private Cursor cursor() {
    return store.cursor("auth0 " + tenant.url()).orElseThrow();
  }

  private Health health() {
    return requireNonNull(requireNonNull(collector).pollerHealth().health());
  }

  private double polls(String result) {
    return counter("devicegate.poller.polls", "result", result);
  }

  private double filled() {
    return counter("devicegate.poller.filled");
  }

  private double counter(String name, String... tags) {
    Counter counter = registry.find(name).tags(tags).counter();
    return counter == null ? 0 : counter.count();
  }
}
