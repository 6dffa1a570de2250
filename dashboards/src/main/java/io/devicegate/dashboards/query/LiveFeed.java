package io.devicegate.dashboards.query;

import io.devicegate.dashboards.collector.CommitListener;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * Passes events on to everyone who watches, as they are committed.
 *
 * <p>Each viewer has a buffer of {@value #BUFFER} events; one who reads more slowly loses the
 * oldest, and nobody else notices.
 */
public final class LiveFeed implements CommitListener {

  static final int MAX_VIEWERS = 200;

  private static final int BUFFER = 256;
  private static final int READ_AHEAD = 16;

  private final Taxonomy taxonomy;
  private final PipelineMetrics metrics;
  private final UnaryOperator<StoredEvent> kept;
  private final Sinks.Many<EventView> events = Sinks.many().multicast().directBestEffort();
  private final AtomicInteger viewers = new AtomicInteger();

  /**
   * Creates a feed without viewers.
   *
   * @param kept what may be shown of an event: no more than is stored
   */
  public LiveFeed(Taxonomy taxonomy, PipelineMetrics metrics, UnaryOperator<StoredEvent> kept) {
    this.taxonomy = taxonomy;
    this.kept = kept;
    this.metrics = metrics;
    metrics.watchViewers(viewers::get);
  }

  @Override
  public void committed(List<StoredEvent> fresh) {
    if (events.currentSubscriberCount() == 0) {
      return;
    }
    for (StoredEvent event : fresh) {
      // Best effort by design: a viewer without room has lost the event, and that is counted there.
      events.tryEmitNext(EventView.of(kept.apply(event), taxonomy));
    }
  }

  /** Takes one of the places for viewers; whoever gets one must {@link #leave}. */
  boolean enter() {
    if (viewers.incrementAndGet() <= MAX_VIEWERS) {
      return true;
    }
    viewers.decrementAndGet();
    return false;
  }

  void leave() {
    viewers.decrementAndGet();
  }

  /** Events from now on. */
  Flux<EventView> events() {
    return events
        .asFlux()
        .onBackpressureBuffer(
            BUFFER, dropped -> metrics.streamDropped(), BufferOverflowStrategy.DROP_OLDEST)
        // So that no viewer's socket is written by the thread that commits.
        .publishOn(Schedulers.parallel(), READ_AHEAD);
  }
}
