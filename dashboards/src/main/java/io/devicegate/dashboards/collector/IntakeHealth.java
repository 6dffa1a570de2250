package io.devicegate.dashboards.collector;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Whether events can be stored now. */
final class IntakeHealth implements HealthIndicator {

  private final IntakeQueue queue;
  private final GroupCommit commit;

  IntakeHealth(IntakeQueue queue, GroupCommit commit) {
    this.queue = queue;
    this.commit = commit;
  }

  @Override
  public Health health() {
    Health.Builder health =
        Health.up().withDetail("waiting", queue.waiting()).withDetail("capacity", queue.capacity());
    commit.failure().ifPresent(failure -> health.down().withDetail("store", failure));
    return queue.isRunning()
        ? health.build()
        : health.down().withDetail("writer", "stopped").build();
  }
}
