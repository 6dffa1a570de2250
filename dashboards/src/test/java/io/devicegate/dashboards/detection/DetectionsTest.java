package io.devicegate.dashboards.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.privacy.PrivacyProperties;
import io.devicegate.dashboards.privacy.PrivacyProperties.Action;
import io.devicegate.dashboards.privacy.PrivacyProperties.Field;
import io.devicegate.dashboards.privacy.PrivateEventStore;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.telemetry.DetectionMetrics;
import io.devicegate.rules.event.Signal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that come while those that are stored are looked at. */
class DetectionsTest {

  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Instant NOW = TestEvents.NOON.plusSeconds(120);
  private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  @TempDir private Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final DetectionMetrics metrics = new DetectionMetrics(registry);
  private final SignalFeed feed = new SignalFeed(100, List.of(), metrics, CLOCK);

  @Test
  void looksOnceAtWhatIsStoredAndStillWaits() throws Exception {
    try (EventStore store = store(List.of(new Field("address", Action.HASH, Duration.ZERO)));
        Detections detections = detections(store)) {
      List<StoredEvent> fresh = store.append(polls(), List.of(), List.of());

      detections.committed(fresh);
      detections.start();

      awaitLookedAt(30);
      assertThat(feed.live(SignalFilter.ALL))
          .extracting(Signal::subject)
          .containsExactly("203.0.113.7");
    }
  }

  @Test
  void looksAtWhatIsStoredAndDoesNotWait() throws Exception {
    try (EventStore store = store(List.of());
        Detections detections = detections(store)) {
      List<StoredEvent> fresh = store.append(polls(), List.of(), List.of());

      // Half of them as from before a restart.
      detections.committed(fresh.subList(15, 30));
      detections.start();

      awaitLookedAt(15);
      assertThat(feed.live(SignalFilter.ALL))
          .extracting(Signal::rule)
          .containsExactly("poll-abuse");
    }
  }

  private EventStore store(List<Field> fields) {
    return PrivateEventStore.over(
        DuckDbEventStore.open(TestStore.at(folder.resolve("events.duckdb"))),
        new PrivacyProperties(
            "a key that is long enough for a test", List.of(), Duration.ofDays(10), fields),
        Duration.ofDays(30),
        CLOCK);
  }

  private Detections detections(EventStore store) {
    return new Detections(
        new DetectionProperties(
            null,
            List.of(),
            Duration.ofHours(1),
            1_000,
            10_000,
            100,
            Duration.ofMinutes(1),
            Duration.ofDays(2)),
        new BundleProperties(null, null),
        store,
        feed,
        metrics,
        CLOCK);
  }

  /** As many as no device sends, within a minute. */
  private static List<StoredEvent> polls() {
    return IntStream.range(0, 30)
        .mapToObj(i -> TestEvents.tenant("poll-" + i, "fede", TestEvents.NOON.plusSeconds(2L * i)))
        .toList();
  }

  private void awaitLookedAt(int events) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        registry.find("devicegate.detections.events").counters().stream()
                            .mapToDouble(Counter::count)
                            .sum())
                    .isEqualTo(events));
  }
}
