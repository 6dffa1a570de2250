package io.devicegate.gateway.token;

import io.devicegate.gateway.telemetry.GatewayMetrics;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells operators what happens to a tenant's keys, and makes the cache forget removed ones. */
final class JwksReporter implements JwksListener {

  private static final Logger log = LoggerFactory.getLogger(JwksReporter.class);

  private final String tenant;
  private final GatewayMetrics metrics;
  private final Consumer<Set<JwksEvent.KeyName>> removedKeys;
  private final Consumer<JwksEvent> events;

  /**
   * Creates a reporter.
   *
   * @param removedKeys forgets what removed keys verified
   * @param events hears every event
   */
  JwksReporter(
      String tenant,
      GatewayMetrics metrics,
      Consumer<Set<JwksEvent.KeyName>> removedKeys,
      Consumer<JwksEvent> events) {
    this.tenant = tenant;
    this.metrics = metrics;
    this.removedKeys = removedKeys;
    this.events = events;
  }

  @Override
  public void on(JwksEvent event) {
    if (event instanceof JwksEvent.KeysChanged changed) {
      removedKeys.accept(changed.removed());
      log.info(
          "Keys of tenant {} changed: {} added, {} removed",
          tenant,
          changed.added().size(),
          changed.removed().size());
    } else if (event instanceof JwksEvent.StateChanged changed) {
      stateChanged(changed);
    } else if (event instanceof JwksEvent.Fetched fetched) {
      metrics.keysFetched(tenant, fetched.failure().map(FetchFailure::label).orElse("success"));
    } else if (event instanceof JwksEvent.KeysSkipped skipped) {
      log.warn("Keys of tenant {} that are not used: {}", tenant, skipped.counts());
      skipped
          .counts()
          .forEach((reason, count) -> metrics.keysSkipped(tenant, reason.label(), count));
    }
    events.accept(event);
  }

  private void stateChanged(JwksEvent.StateChanged changed) {
    JwksStatus status = changed.status();
    String text =
        "Keys of tenant {} are {} (before: {}): {} usable, {} s until closed, last failure {}";
    Object[] details = {
      tenant,
      status.state().label(),
      changed.from().label(),
      status.keyCount(),
      status.untilClosed().toSeconds(),
      status.lastFailure() == null ? "none" : status.lastFailure().label()
    };
    switch (status.state()) {
      case FRESH, STALE -> log.info(text, details);
      case DEGRADED, CLOSED -> log.warn(text, details);
    }
  }
}
