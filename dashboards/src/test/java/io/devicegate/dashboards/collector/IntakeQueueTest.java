package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeQueueTest {

  private static final Clock CLOCK = Clock.fixed(TestEvents.NOON, ZoneOffset.UTC);

  @TempDir private Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PipelineMetrics metrics = new PipelineMetrics(registry);
  private final Ledger ledger = new Ledger(metrics);
  private final List<StoredEvent> heard = new ArrayList<>();
  private EventStore store;
  private GroupCommit commit;
  private IntakeQueue queue;

  @BeforeEach
  void open() {
    store = DuckDbEventStore.open(TestStore.at(folder.resolve("events.duckdb")));
    commit = new GroupCommit(store, List.of(heard::addAll), metrics, ledger, CLOCK);
    queue =
        new IntakeQueue(4, commit, new Retention(store, Duration.ofDays(30), CLOCK), ledger, CLOCK);
  }

  @AfterEach
  void close() {
    queue.close();
    store.close();
  }

  @Test
  void acknowledgesOnlyAfterTheCommit() {
    CompletableFuture<Receipt> receipt = queue.submit("auth0", batch("a", "b", "a"), null);
    assertThat(receipt).isNotDone();

    queue.start();

    assertThat(receipt).succeedsWithin(20, TimeUnit.SECONDS).isEqualTo(new Receipt(3, 2, 1, 0));
    assertThat(store.find(EventFilter.newest(9))).hasSize(2);
  }

  @Test
  void keepsTheCursorWithWhatItsReaderRead() {
    queue.start();
    queue.submit("auth0", batch("a"), new Cursor("r", "a", TestEvents.NOON)).join();

    assertThat(store.cursor("r")).contains(new Cursor("r", "a", TestEvents.NOON));
  }

  @Test
  void tellsListenersOnlyWhatIsNew() {
    queue.start();
    queue.submit("auth0", batch("a"), null).join();
    queue.submit("auth0", batch("a", "b"), null).join();
    queue.close();

    assertThat(heard).extracting(event -> event.event().id()).containsExactly("a", "b");
  }

  @Test
  void refusesWhatHasNoRoomAndCountsIt() {
    assertThat(queue.submit("auth0", batch("a", "b", "c"), null)).isNotDone();

    assertThat(queue.submit("auth0", batch("d", "e"), null))
        .failsWithin(1, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(NotAcceptedException.class);
    assertThat(queue.offer(List.of(decision("1", "{}"), decision("2", "{}")))).isFalse();
    assertThat(failed("auth0", "queue_full")).isEqualTo(2);
    assertThat(failed("gateway", "queue_full")).isEqualTo(2);
  }

  @Test
  void takesADeliveryLargerThanTheQueueWhenNothingWaits() {
    queue.start();

    assertThat(queue.submit("auth0", batch("a", "b", "c", "d", "e", "f"), null))
        .succeedsWithin(20, TimeUnit.SECONDS)
        .isEqualTo(new Receipt(6, 6, 0, 0));
  }

  @Test
  void storesWhatWaitsBeforeItCloses() {
    CompletableFuture<Receipt> receipt = queue.submit("auth0", batch("a", "b"), null);
    queue.start();
    queue.close();

    assertThat(receipt).isCompletedWithValue(new Receipt(2, 2, 0, 0));

    assertThat(store.find(EventFilter.newest(9))).hasSize(2);
    assertThat(queue.offer(List.of(decision("late", "{}")))).isFalse();
  }

  @Test
  void failsTheDeliveryAndSaysSoWhenTheStoreIsGone() {
    store.close();
    queue.start();

    assertThat(queue.submit("auth0", batch("a"), null))
        .failsWithin(20, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(StoreUnavailableException.class);
    assertThat(commit.failure()).isPresent();
    assertThat(failed("auth0", "store_unavailable")).isEqualTo(1);
    assertThat(new IntakeHealth(queue, commit).health().getStatus().getCode()).isEqualTo("DOWN");
  }

  @Test
  void readsEffectReasonAndProtocolOfADecision() {
    queue.offer(
        List.of(
            decision(
                "1",
                "{\"effect\":\"allow\",\"protocol\":\"device\",\"method\":\"GET\",\"path\":\"/a\"}"),
            decision("2", "{\"effect\":\"refuse\",\"reason\":\"expired\",\"token\":\"abcdefgh\"}"),
            decision("3", "not json")));
    queue.start();
    queue.close();

    assertThat(store.find(EventFilter.newest(Selection.of(Dimension.SOURCE, "gateway"), 9)))
        .satisfiesExactlyInAnyOrder(
            allowed -> {
              assertThat(allowed.stage()).isEqualTo(Stage.CALL);
              assertThat(allowed.outcome()).isEqualTo(Outcome.SUCCESS);
              assertThat(allowed.reason()).isNull();
              assertThat(allowed.description()).isEqualTo("GET /a");
            },
            refused -> {
              assertThat(refused.stage()).isEqualTo(Stage.NONE);
              assertThat(refused.outcome()).isEqualTo(Outcome.FAILURE);
              assertThat(refused.event().json()).doesNotContain("abcdef");
            });
    assertThat(
            registry
                .counter(
                    "devicegate.ingest.rejected", "source", "gateway", "reason", "not_an_object")
                .count())
        .isEqualTo(1);
  }

  /** The equation that every event is in one of these places. */
  @Test
  void losesNoEventFromTheCount() {
    queue.start();
    queue.submit("auth0", batch("a", "b", "a"), null).join();
    queue.submit("auth0", batch("b", "c"), null).join();
    queue.close();
    assertThat(queue.submit("auth0", batch("d"), null)).isCompletedExceptionally();

    double accounted =
        registry.counter("devicegate.ingest.stored", "source", "auth0").count()
            + registry.counter("devicegate.ingest.duplicates", "source", "auth0").count()
            + failed("auth0", "queue_full");
    assertThat(registry.counter("devicegate.ingest.received", "source", "auth0").count())
        .isEqualTo(accounted)
        .isEqualTo(6);
  }

  private double failed(String source, String reason) {
    return registry.counter("devicegate.ingest.failed", "source", source, "reason", reason).count();
  }

  private static Event decision(String id, String json) {
    return new Event(
        Event.GATEWAY,
        id,
        "decision",
        TestEvents.NOON,
        new Subject("sandbox-tv", "auth0|alice", null, null),
        json);
  }

  private static Batch batch(String... ids) {
    List<StoredEvent> events = new ArrayList<>();
    for (String id : ids) {
      events.add(TestEvents.tenant(id, "sede", TestEvents.NOON));
    }
    return new Batch(events, List.of());
  }
}
