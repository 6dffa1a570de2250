package io.devicegate.dashboards.collector;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * How reading the tenant's log goes. A tenant that cannot be read is no reason to stop the process,
 * which may still be sent events: that is {@code DEGRADED}.
 */
final class PollerHealth implements HealthIndicator {

  /** One failure is weather. */
  private static final int FAILURES = 3;

  private final LogPoller poller;

  PollerHealth(LogPoller poller) {
    this.poller = poller;
  }

  @Override
  public Health health() {
    LogPoller.State state = poller.state();
    Health.Builder health = Health.up();
    if (state.failures() >= FAILURES) {
      health.status("DEGRADED");
    }
    if (!poller.isRunning()) {
      health.down();
    }
    if (!state.problem().isEmpty()) {
      health.withDetail("problem", state.problem());
    }
    return health
        .withDetail("lastResult", state.result())
        .withDetail("failures", state.failures())
        .withDetail("cursorAgeSeconds", poller.cursorAge().toSeconds())
        .build();
  }
}
