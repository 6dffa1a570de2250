package io.devicegate.dashboards.incident;

import io.devicegate.rules.event.Signal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * All signals of one kind that hold.
 *
 * @param kind what was detected
 * @param signals the signals, those raised last first; at least one
 * @param requests how many requests their subjects sent to the gateway in the range
 */
public record Attack(String kind, List<Signal> signals, long requests) {

  public Attack {
    signals = List.copyOf(signals);
  }

  /** When the first of them was raised. */
  public Instant since() {
    return signals.stream().map(Signal::raisedAt).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** The worst of their severities. */
  public Signal.Severity severity() {
    return signals.stream().map(Signal::severity).max(Comparator.naturalOrder()).orElseThrow();
  }
}
