package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The intake, put together: queue, writer, webhook and poller over one store. */
public final class Collector implements EventIntake, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  /** A hundred events of ordinary size are a tenth of a megabyte. */
  private static final int MAX_ANSWER_BYTES = 8_000_000;

  private final Ledger ledger;
  private final Crosscheck crosscheck;
  private final IntakeQueue queue;
  private final GroupCommit commit;
  private final WebhookHandler webhook;
  private final @Nullable LogPoller poller;

  /** Starts the writer. */
  public Collector(
      CollectorProperties properties,
      EventStore store,
      Duration retention,
      Taxonomy taxonomy,
      PipelineMetrics metrics,
      List<CommitListener> listeners,
      Clock clock) {
    this.ledger = new Ledger(metrics);
    this.commit = new GroupCommit(store, listeners, metrics, ledger, clock);
    this.queue =
        new IntakeQueue(
            properties.queueCapacity(),
            commit,
            new Retention(store, retention, clock),
            ledger,
            clock);
    metrics.watchDeadLetters(() -> asked(() -> (double) store.countDeadLetters()));
    for (String source : List.of(Event.AUTH0, Event.GATEWAY)) {
      metrics.watchSilence(source, () -> asked(() -> silence(source, store, clock)));
    }
    PayloadReader reader = reader(properties, taxonomy);
    boolean polls = properties.poller().url() != null && properties.poller().enabled();
    this.crosscheck = new Crosscheck(polls && properties.webhook().token() != null, clock);
    if (crosscheck.isOn()) {
      for (Crosscheck.Channel channel : Crosscheck.Channel.values()) {
        metrics.watchMissed(channel.label(), () -> crosscheck.minutesMissedBy(channel));
      }
    }
    this.webhook = new WebhookHandler(properties, reader, queue, store, crosscheck, metrics, clock);
    this.poller =
        polls ? poller(properties, reader, queue, crosscheck, store, metrics, clock) : null;
    if (properties.webhook().token() == null && poller == null) {
      log.warn(
          "No webhook token: every delivery to /ingest/auth0 is refused. Set {} to the value that"
              + " the tenant's log stream sends as Authorization.",
          CollectorProperties.TOKEN_PROPERTY);
    }
    queue.start();
    if (poller != null) {
      poller.start();
    }
  }

  private static double silence(String source, EventStore store, Clock clock) {
    return store.freshness().stream()
        .filter(known -> known.source().equals(source))
        .mapToDouble(
            known -> Duration.between(known.received(), clock.instant()).toMillis() / 1_000.0)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** A metric of the store's, or no number while it cannot be asked. */
  private static double asked(DoubleSupplier store) {
    try {
      return store.getAsDouble();
    } catch (StoreUnavailableException e) {
      return Double.NaN;
    }
  }

  private static LogPoller poller(
      CollectorProperties properties,
      PayloadReader reader,
      IntakeQueue queue,
      Crosscheck crosscheck,
      EventStore store,
      PipelineMetrics metrics,
      Clock clock) {
    CollectorProperties.Poller settings = properties.poller();
    BoundedHttp http = new BoundedHttp("The tenant", settings.timeout(), MAX_ANSWER_BYTES, clock);
    TenantLogReader log = new TenantLogReader(settings, properties.maxAhead(), http, reader, clock);
    return new LogPoller(properties, log, queue, crosscheck, store, metrics, clock);
  }

  private static PayloadReader reader(CollectorProperties properties, Taxonomy taxonomy) {
    return new PayloadReader(
        new TenantEventDecoder(taxonomy, properties.maxAhead()),
        properties.webhook().maxBody().toBytes());
  }

  @Override
  public boolean offer(List<Event> events) {
    return queue.offer(events);
  }

  /**
   * {@code POST /ingest/auth0}, {@code /ingest/auth0/history} for imports, and {@code
   * /ingest/operations} for deploys.
   */
  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route()
        .POST("/ingest/auth0", webhook::handle)
        .POST("/ingest/auth0/history", webhook::handleHistory)
        .GET("/ingest/auth0/history", webhook::position)
        .POST("/ingest/operations", webhook::handleOperation)
        .build();
  }

  /** Returns what became of everything that was delivered. */
  public Ledger ledger() {
    return ledger;
  }

  /** Returns what the webhook and the reader of the log missed of each other's events. */
  public Crosscheck crosscheck() {
    return crosscheck;
  }

  /** Down while commits fail or nothing writes. */
  public HealthIndicator health() {
    return new IntakeHealth(queue, commit);
  }

  /** Degraded while the tenant's log cannot be read; up if no poller is configured. */
  public HealthIndicator pollerHealth() {
    LogPoller configured = poller;
    return configured == null
        ? () -> Health.up().withDetail("poller", "off").build()
        : new PollerHealth(configured);
  }

  @Override
  public void close() {
    if (poller != null) {
      poller.close();
    }
    queue.close();
  }
}
