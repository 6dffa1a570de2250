package io.devicegate.dashboards.query;

import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One step of the device flow.
 *
 * @param stage which step
 * @param title what happens there
 * @param succeeded how many got through; null if nothing tells, which is not zero
 * @param source what tells
 * @param blindSpot why nothing tells, and what would; null if something does
 * @param codes everything but success, with counts, most frequent first
 */
public record FunnelStep(
    Stage stage,
    String title,
    @Nullable Long succeeded,
    String source,
    @Nullable String blindSpot,
    List<CodeCount> codes) {

  public FunnelStep {
    codes = List.copyOf(codes);
  }

  /** Whether success at this step can be seen at all. */
  public boolean isObservable() {
    return succeeded != null;
  }

  public long failed() {
    return sum(Outcome.FAILURE);
  }

  public long cancelled() {
    return sum(Outcome.CANCELLED);
  }

  public long pending() {
    return sum(Outcome.PENDING);
  }

  private long sum(Outcome outcome) {
    return codes.stream()
        .filter(code -> code.outcome() == outcome)
        .mapToLong(CodeCount::count)
        .sum();
  }
}
