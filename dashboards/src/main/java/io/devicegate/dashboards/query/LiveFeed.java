package io.devicegate.dashboards.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devicegate.dashboards.collector.CommitListener;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import tools.jackson.databind.json.JsonMapper;

/**
 * Passes events on to everyone who watches, after they are committed, as server-sent events.
 *
 * <p>What happens in a quarter of a second is written once for all viewers, so that they cost
 * little while much happens; of more than {@value #MOST_EVENTS} events in that time the newest are
 * passed on. Who reads more slowly loses the oldest, and nobody else notices. What was lost is
 * counted.
 */
public final class LiveFeed implements CommitListener {

  static final int MAX_VIEWERS = 200;

  /** More than a page shows. */
  static final int MOST_EVENTS = 64;

  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** How many pauses' events wait for a viewer who is slow. */
  private static final int BUFFER = 16;

  private static final Batch HELLO = new Batch(":connected\nretry:3000\n\n".getBytes(UTF_8), 0);
  private static final Batch ALIVE = new Batch(":alive\n\n".getBytes(UTF_8), 0);

  private final Taxonomy taxonomy;
  private final PipelineMetrics metrics;
  private final UnaryOperator<StoredEvent> kept;
  private final Views views = new Views();
  private final AtomicInteger viewers = new AtomicInteger();
  private final Queue<StoredEvent> waiting = new ArrayDeque<>();

  /** Ticks only while somebody watches. */
  private final Flux<Batch> batches =
      Flux.interval(PAUSE).onBackpressureDrop().mapNotNull(tick -> next()).share();

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
    int watching = viewers.get();
    if (watching == 0) {
      return;
    }
    int lost = 0;
    synchronized (waiting) {
      for (StoredEvent event : fresh) {
        waiting.add(event);
        if (waiting.size() > MOST_EVENTS) {
          waiting.remove();
          lost++;
        }
      }
    }
    metrics.streamDropped((long) lost * watching);
  }

  /** What has waited, or null if nothing has. */
  private @Nullable Batch next() {
    List<StoredEvent> events;
    synchronized (waiting) {
      events = List.copyOf(waiting);
      waiting.clear();
    }
    return events.isEmpty() ? null : new Batch(text(events), events.size());
  }

  private byte[] text(List<StoredEvent> events) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (StoredEvent event : events) {
      EventView view = EventView.of(kept.apply(event), taxonomy);
      text.writeBytes("event:event\ndata:".getBytes(UTF_8));
      // JSON written so has no line breaks.
      text.writeBytes(JsonMapper.shared().writeValueAsBytes(views.event(view)));
      text.writeBytes("\n\n".getBytes(UTF_8));
    }
    return text.toByteArray();
  }

  /**
   * One more viewer's stream, in whole server-sent events; it ends only by being cancelled. Nothing
   * if all places are taken. The place is free again when the stream ends.
   */
  Optional<Flux<byte[]>> watch() {
    if (viewers.incrementAndGet() > MAX_VIEWERS) {
      viewers.decrementAndGet();
      return Optional.empty();
    }
    Flux<Batch> heartbeats = Flux.interval(HEARTBEAT).onBackpressureDrop().map(tick -> ALIVE);
    return Optional.of(
        // In this order: who is told that they are connected misses nothing from then on.
        Flux.merge(news(), Flux.just(HELLO), heartbeats)
            .map(batch -> batch.text)
            .doFinally(signal -> leave()));
  }

  private Flux<Batch> news() {
    return batches.onBackpressureBuffer(
        BUFFER,
        dropped -> metrics.streamDropped(dropped.events),
        BufferOverflowStrategy.DROP_OLDEST);
  }

  private void leave() {
    if (viewers.decrementAndGet() == 0) {
      synchronized (waiting) {
        waiting.clear();
      }
    }
  }

  /** Text for every viewer; the same bytes for all, so nobody may change them. */
  private static final class Batch {

    final byte[] text;
    final int events;

    Batch(byte[] text, int events) {
      this.text = text;
      this.events = events;
    }
  }
}
