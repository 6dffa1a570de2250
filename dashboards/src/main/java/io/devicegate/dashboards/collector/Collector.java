package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;

/** The intake, put together: queue, writer and webhook over one store. */
public final class Collector implements EventIntake, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Collector.class);

  private final IntakeQueue queue;
  private final GroupCommit commit;
  private final WebhookHandler webhook;

  /** Starts the writer. */
  public Collector(
      CollectorProperties properties,
      EventStore store,
      Duration retention,
      Taxonomy taxonomy,
      PipelineMetrics metrics,
      List<CommitListener> listeners,
      Clock clock) {
    this.commit = new GroupCommit(store, listeners, metrics, clock);
    this.queue =
        new IntakeQueue(
            properties.queueCapacity(),
            commit,
            new Retention(store, retention, clock),
            metrics,
            clock);
    this.webhook =
        new WebhookHandler(properties, reader(properties, taxonomy), queue, metrics, clock);
    if (properties.webhook().token() == null) {
      log.warn(
          "No webhook token: every delivery to /ingest/auth0 is refused. Set {} to the value that"
              + " the tenant's log stream sends as Authorization.",
          CollectorProperties.TOKEN_PROPERTY);
    }
    queue.start();
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

  /** {@code POST /ingest/auth0}. */
  public RouterFunction<ServerResponse> routes() {
    return RouterFunctions.route().POST("/ingest/auth0", webhook::handle).build();
  }

  /** Down while commits fail or nothing writes. */
  public HealthIndicator health() {
    return new IntakeHealth(queue, commit);
  }

  @Override
  public void close() {
    queue.close();
  }
}
