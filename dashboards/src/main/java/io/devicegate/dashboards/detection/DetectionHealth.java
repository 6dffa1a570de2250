package io.devicegate.dashboards.detection;

import io.devicegate.dashboards.detection.Detections.State;
import io.devicegate.rules.source.Problem;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Down when nothing runs the detections. Rules that are not used since they do not compile are said
 * so, but those before them still run: that is {@code DEGRADED}, and no reason to stop the process.
 */
final class DetectionHealth implements HealthIndicator {

  private static final int MOST_PROBLEMS = 20;

  private final Supplier<State> states;
  private final BooleanSupplier running;
  private final Set<String> enforced;

  DetectionHealth(Supplier<State> states, BooleanSupplier running, Set<String> enforced) {
    this.states = states;
    this.running = running;
    this.enforced = new TreeSet<>(enforced);
  }

  @Override
  public Health health() {
    State state = states.get();
    Health.Builder health = Health.up();
    if (!state.problems().isEmpty()) {
      health.status("DEGRADED");
      health.withDetail(
          "problems",
          state.problems().stream().limit(MOST_PROBLEMS).map(Problem::toString).toList());
    }
    if (!running.getAsBoolean()) {
      health.down();
    }
    return health
        .withDetail("detections", state.rules().detections().size())
        .withDetail("digest", state.rules().digest())
        .withDetail("enforced", enforced)
        .withDetail("storedEvents", state.ready() ? "looked at" : "being looked at")
        .build();
  }
}
