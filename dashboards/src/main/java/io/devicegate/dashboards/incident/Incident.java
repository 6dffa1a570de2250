package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.TimeRange;
import java.time.Duration;
import java.util.List;

/**
 * A verdict, and what one looks at next.
 *
 * @param verdict the verdict; may rest on more than the range
 * @param now what happened in the range that the rest is about
 * @param weekAgo the same a week earlier; without counts if nothing of that time is stored
 * @param bucket the length of a bucket
 * @param connecting how attempts to connect a device ended, bucket by bucket
 * @param calling how calls of connected devices ended, bucket by bucket
 * @param failures what went wrong, most frequent first
 * @param changes what was changed, those closest to the beginning first
 * @param attacks what detections hold against somebody, the worst first
 */
public record Incident(
    Verdict verdict,
    Activity now,
    Activity weekAgo,
    Duration bucket,
    List<OutcomeCount> connecting,
    List<OutcomeCount> calling,
    List<Failure> failures,
    List<Change> changes,
    List<Attack> attacks) {

  public Incident {
    connecting = List.copyOf(connecting);
    calling = List.copyOf(calling);
    failures = List.copyOf(failures);
    changes = List.copyOf(changes);
    attacks = List.copyOf(attacks);
  }

  /** What all but the verdict is about. */
  public TimeRange range() {
    return now.range();
  }
}
