package io.devicegate.dashboards.collector;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The balance of the intake, under load and with a store and a queue that fail. */
class LedgerTest {

  private static final Clock CLOCK = Clock.fixed(TestEvents.NOON, ZoneOffset.UTC);
  private static final int SENDERS = 4;
  private static final int DELIVERIES = 150;
  private static final int IDS = 2_000;

  @TempDir private Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final PipelineMetrics metrics = new PipelineMetrics(registry);
  private final Ledger ledger = new Ledger(metrics);
  private final AtomicInteger faults = new AtomicInteger();
  private final AtomicLong acknowledgedStored = new AtomicLong();
  private final AtomicLong acknowledgedRejected = new AtomicLong();
  private final AtomicLong givenBack = new AtomicLong();

  @Test
  void balancesAtEveryMoment() throws Exception {
    try (EventStore store = DuckDbEventStore.open(TestStore.at(folder.resolve("events.duckdb")))) {
      IntakeQueue queue = queue(faulty(store));
      queue.start();
      AtomicBoolean done = new AtomicBoolean();
      ExecutorService threads = Executors.newCachedThreadPool();
      Future<Long> watched = threads.submit(() -> watch(done));
      List<Future<?>> senders = new ArrayList<>();
      for (int sender = 0; sender < SENDERS; sender++) {
        Random random = new Random(sender);
        senders.add(threads.submit(() -> send(queue, random)));
      }
      for (Future<?> sender : senders) {
        sender.get();
      }
      queue.close();
      done.set(true);
      assertThat(watched.get()).isPositive();
      threads.shutdown();

      Ledger.Account account = Objects.requireNonNull(ledger.read().get("auth0"));
      assertThat(faults).hasPositiveValue();
      assertThat(account.waiting()).isZero();
      assertThat(account.isBalanced()).isTrue();
      assertThat(account.stored()).isEqualTo(acknowledgedStored.get()).isEqualTo(count(store));
      assertThat(account.rejected()).isEqualTo(acknowledgedRejected.get()).isPositive();
      assertThat(account.returned()).isEqualTo(givenBack.get()).isPositive();
      assertThat(account.duplicates()).isPositive();
      assertThat(
              registry.get("devicegate.ingest.received").tag("source", "auth0").counter().count())
          .isEqualTo((double) account.received());
      assertThat(
              registry.get("devicegate.ingest.failed").tag("source", "auth0").counters().stream()
                  .mapToDouble(counter -> counter.count())
                  .sum())
          .isEqualTo((double) account.returned());
    }
  }

  /** Returns how often the balance was looked at. */
  private long watch(AtomicBoolean done) {
    long looks = 0;
    while (!done.get()) {
      for (Map.Entry<String, Ledger.Account> entry : ledger.read().entrySet()) {
        assertThat(entry.getValue().isBalanced()).as(entry.toString()).isTrue();
        looks++;
      }
      Thread.onSpinWait();
    }
    return looks;
  }

  private void send(IntakeQueue queue, Random random) {
    for (int i = 0; i < DELIVERIES; i++) {
      Batch batch = batch(random);
      CompletableFuture<Receipt> receipt = queue.submit("auth0", batch, null);
      // Some do not wait for the answer, so that the queue fills.
      if (random.nextInt(3) > 0) {
        note(receipt, batch.size()).join();
      } else {
        CompletableFuture<?> unused = note(receipt, batch.size());
      }
    }
  }

  private CompletableFuture<?> note(CompletableFuture<Receipt> receipt, int size) {
    return receipt.handle(
        (done, failure) -> {
          if (failure == null) {
            acknowledgedStored.addAndGet(done.stored());
            acknowledgedRejected.addAndGet(done.rejected());
          } else {
            assertThat(failure instanceof CompletionException ? failure.getCause() : failure)
                .isInstanceOfAny(NotAcceptedException.class, StoreUnavailableException.class);
            givenBack.addAndGet(size);
          }
          return null;
        });
  }

  private static Batch batch(Random random) {
    List<StoredEvent> events = new ArrayList<>();
    for (int i = random.nextInt(20); i >= 0; i--) {
      events.add(
          TestEvents.tenant("id-" + random.nextInt(IDS), "sede", TestEvents.NOON.minusSeconds(9)));
    }
    List<RejectedEvent> rejected = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      rejected.add(new RejectedEvent("auth0", TestEvents.NOON, "not_json", "line 1", null));
    }
    return new Batch(events, rejected);
  }

  private IntakeQueue queue(EventStore store) {
    GroupCommit commit = new GroupCommit(store, List.of(), metrics, ledger, CLOCK);
    return new IntakeQueue(
        60, commit, new Retention(store, Duration.ofDays(30), CLOCK), ledger, CLOCK);
  }

  private static long count(EventStore store) {
    return store
        .count(TimeRange.before(TestEvents.NOON.plusSeconds(1), Duration.ofHours(1)))
        .stream()
        .mapToLong(EventCount::count)
        .sum();
  }

  /** A store of which every few appends fail before they begin, in ways expected and not. */
  private EventStore faulty(EventStore store) {
    AtomicInteger appends = new AtomicInteger();
    return (EventStore)
        Proxy.newProxyInstance(
            EventStore.class.getClassLoader(),
            new Class<?>[] {EventStore.class},
            (proxy, method, arguments) -> {
              int append = method.getName().equals("append") ? appends.incrementAndGet() : 0;
              if (append % 2 == 1) {
                faults.incrementAndGet();
                throw append % 4 == 1
                    ? new StoreUnavailableException("no space left")
                    : new IllegalStateException("a defect");
              }
              try {
                return method.invoke(store, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
