package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.Cursor;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bounded queue before the store, and the one thread that empties it.
 *
 * <p>Whatever waits is committed together, so a slow disk makes bigger commits and not a longer
 * queue. Nothing is acknowledged before its commit. Closing stores what still waits.
 */
final class IntakeQueue {

  private static final Logger log = LoggerFactory.getLogger(IntakeQueue.class);

  private static final int MAX_GROUP = 10_000;
  private static final long CLOSE_SECONDS = 20;
  private static final long IDLE_MILLIS = 500;

  private final int capacity;
  private final Semaphore room;
  private final BlockingQueue<Delivery> waiting = new LinkedBlockingQueue<>();
  private final GatewayEventDecoder decoder = new GatewayEventDecoder();
  private final GroupCommit commit;
  private final Retention retention;
  private final Ledger ledger;
  private final Clock clock;
  private final Thread writer;
  private volatile boolean closed;

  IntakeQueue(int capacity, GroupCommit commit, Retention retention, Ledger ledger, Clock clock) {
    this.capacity = capacity;
    this.room = new Semaphore(capacity);
    this.commit = commit;
    this.retention = retention;
    this.ledger = ledger;
    this.clock = clock;
    this.writer = new Thread(this::run, "devicegate-event-writer");
    this.writer.setDaemon(true);
  }

  /** Starts the writer. */
  void start() {
    writer.start();
  }

  /** See {@link EventIntake#offer}. */
  boolean offer(List<Event> events) {
    List<Event> copy = List.copyOf(events);
    if (copy.isEmpty()) {
      return true;
    }
    String source = copy.get(0).source();
    ledger.received(source, copy.size());
    Delivery delivery =
        new Delivery(source, copy.size(), () -> decoder.decode(copy, clock.instant()), null, true);
    if (!hasRoomFor(delivery)) {
      return false;
    }
    // Nobody waits; failures are counted and logged where they happen.
    CompletableFuture<Receipt> unused = enter(delivery);
    return true;
  }

  /**
   * Queues a decoded delivery.
   *
   * @param cursor how far its reader has come with it; null if it was sent to us
   * @return completed after the commit; fails with {@link NotAcceptedException} if there is no room
   */
  CompletableFuture<Receipt> submit(String source, Batch batch, @Nullable Cursor cursor) {
    return submit(source, batch, cursor, true);
  }

  /** The same with what happened long ago: it is stored, and nobody is told. */
  CompletableFuture<Receipt> submitImported(String source, Batch batch, @Nullable Cursor cursor) {
    return submit(source, batch, cursor, false);
  }

  private CompletableFuture<Receipt> submit(
      String source, Batch batch, @Nullable Cursor cursor, boolean live) {
    ledger.received(source, batch.size());
    if (batch.size() == 0 && cursor == null) {
      return CompletableFuture.completedFuture(new Receipt(0, 0, 0, 0));
    }
    Delivery delivery = new Delivery(source, batch.size(), () -> batch, cursor, live);
    return hasRoomFor(delivery)
        ? enter(delivery)
        : CompletableFuture.failedFuture(NotAcceptedException.queueFull());
  }

  /** How many events wait for their commit. */
  int waiting() {
    return capacity - room.availablePermits();
  }

  int capacity() {
    return capacity;
  }

  boolean isRunning() {
    return writer.isAlive() && !closed;
  }

  private boolean hasRoomFor(Delivery delivery) {
    if (!closed && room.tryAcquire(cost(delivery))) {
      return true;
    }
    ledger.returned(delivery.source(), "queue_full", delivery.size());
    return false;
  }

  /** The room is free again before anyone learns that the delivery is done. */
  private CompletableFuture<Receipt> enter(Delivery delivery) {
    CompletableFuture<Receipt> done =
        delivery.receipt().whenComplete((receipt, failure) -> room.release(cost(delivery)));
    waiting.add(delivery);
    if (closed && !writer.isAlive() && waiting.remove(delivery)) {
      giveBack(delivery, NotAcceptedException.closed());
    }
    return done;
  }

  /** A delivery larger than the whole queue may pass when nothing else waits. */
  private int cost(Delivery delivery) {
    return Math.min(delivery.size(), capacity);
  }

  private void run() {
    while (!closed || !waiting.isEmpty()) {
      try {
        boolean more = retention.sweep();
        writeNext(more ? 0 : IDLE_MILLIS);
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException e) {
        log.error("The event writer met a defect and goes on", e);
      }
    }
  }

  private void writeNext(long patience) throws InterruptedException {
    Delivery first = waiting.poll(patience, TimeUnit.MILLISECONDS);
    if (first == null) {
      return;
    }
    List<Delivery> group = groupFrom(first);
    try {
      commit.commit(group);
    } finally {
      // Without effect on those that have their receipt, which is all but after a defect.
      group.forEach(delivery -> giveBack(delivery, NotAcceptedException.defect()));
    }
  }

  private void giveBack(Delivery delivery, NotAcceptedException reason) {
    if (!delivery.receipt().isDone()) {
      ledger.returned(delivery.source(), reason.reason(), delivery.size());
      delivery.receipt().completeExceptionally(reason);
    }
  }

  private List<Delivery> groupFrom(Delivery first) {
    List<Delivery> group = new ArrayList<>();
    int events = 0;
    for (Delivery next = first; next != null; next = waiting.poll()) {
      group.add(next);
      events += next.size();
      if (events >= MAX_GROUP) {
        break;
      }
    }
    return group;
  }

  /** Stores what waits, for a while, and stops. */
  void close() {
    closed = true;
    try {
      writer.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    Delivery left;
    while ((left = waiting.poll()) != null) {
      giveBack(left, NotAcceptedException.closed());
    }
  }
}
