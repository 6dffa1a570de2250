package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes many deliveries in one transaction and tells each what became of it.
 *
 * <p>If the transaction fails, each delivery is tried alone, so that one which the store cannot
 * take does not fail its neighbours.
 */
final class GroupCommit {

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  private final EventStore store;
  private final List<CommitListener> listeners;
  private final PipelineMetrics metrics;
  private final Ledger ledger;
  private final Clock clock;
  private volatile @Nullable String failure;

  GroupCommit(
      EventStore store,
      List<CommitListener> listeners,
      PipelineMetrics metrics,
      Ledger ledger,
      Clock clock) {
    this.store = store;
    this.listeners = List.copyOf(listeners);
    this.metrics = metrics;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** Why the last commit failed, until one succeeds. */
  Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  void commit(List<Delivery> group) {
    List<Opened> opened = group.stream().map(Opened::of).toList();
    try {
      write(opened);
    } catch (StoreUnavailableException e) {
      if (opened.size() == 1) {
        fail(opened.get(0), e);
        return;
      }
      opened.forEach(this::commitAlone);
    }
  }

  private void commitAlone(Opened delivery) {
    try {
      write(List.of(delivery));
    } catch (StoreUnavailableException e) {
      fail(delivery, e);
    }
  }

  private void write(List<Opened> group) {
    Instant begun = clock.instant();
    List<StoredEvent> fresh = store.append(events(group), rejected(group), cursors(group));
    Instant committed = clock.instant();
    failure = null;
    metrics.commitTook(Duration.between(begun, committed));
    Set<StoredEvent> added = Collections.newSetFromMap(new IdentityHashMap<>());
    added.addAll(fresh);
    List<StoredEvent> news = live(group).filter(added::contains).toList();
    metrics.stored(news, committed);
    group.forEach(delivery -> acknowledge(delivery, added));
    tell(news);
  }

  /** All but what is imported. */
  private static Stream<StoredEvent> live(List<Opened> group) {
    return group.stream()
        .filter(opened -> opened.delivery().live())
        .flatMap(opened -> opened.batch().events().stream());
  }

  private void acknowledge(Opened opened, Set<StoredEvent> added) {
    Batch batch = opened.batch();
    String source = opened.delivery().source();
    int stored = (int) batch.events().stream().filter(added::contains).count();
    int duplicates = batch.events().size() - stored;
    ledger.settled(
        source, stored, duplicates, batch.rejected().stream().map(RejectedEvent::reason).toList());
    opened
        .delivery()
        .receipt()
        .complete(new Receipt(batch.size(), stored, duplicates, batch.rejected().size()));
  }

  private void fail(Opened opened, StoreUnavailableException reason) {
    Delivery delivery = opened.delivery();
    failure = String.valueOf(reason.getMessage());
    log.error("{} events of {} were not stored", delivery.size(), delivery.source(), reason);
    ledger.returned(delivery.source(), "store_unavailable", delivery.size());
    delivery.receipt().completeExceptionally(reason);
  }

  private void tell(List<StoredEvent> fresh) {
    if (fresh.isEmpty()) {
      return;
    }
    for (CommitListener listener : listeners) {
      try {
        listener.committed(fresh);
      } catch (RuntimeException e) {
        log.error("{} failed on events that are stored", listener.getClass().getName(), e);
      }
    }
  }

  private static List<StoredEvent> events(List<Opened> group) {
    List<StoredEvent> events = new ArrayList<>();
    group.forEach(delivery -> events.addAll(delivery.batch().events()));
    return events;
  }

  private static List<RejectedEvent> rejected(List<Opened> group) {
    List<RejectedEvent> rejected = new ArrayList<>();
    group.forEach(delivery -> rejected.addAll(delivery.batch().rejected()));
    return rejected;
  }

  private static List<Cursor> cursors(List<Opened> group) {
    return group.stream()
        .map(opened -> opened.delivery().cursor())
        .filter(Objects::nonNull)
        .toList();
  }

  private record Opened(Delivery delivery, Batch batch) {
    static Opened of(Delivery delivery) {
      return new Opened(delivery, delivery.content().get());
    }
  }
}
