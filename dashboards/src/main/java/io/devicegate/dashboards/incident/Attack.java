package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Subject;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All signals of one kind that hold.
 *
 * @param kind what was detected
 * @param signals the signals, those raised last first; at least one
 * @param requests how many requests their subjects sent to the gateway in the range
 * @param basis what they rest on
 */
public record Attack(String kind, List<Signal> signals, long requests, Basis basis) {

  public Attack {
    signals = List.copyOf(signals);
  }

  /**
   * What signals rest on: of each the last events that raised it, as far as they are still stored.
   *
   * @param events how many events
   * @param addresses of how many addresses
   * @param users of how many users
   * @param clients of how many clients
   */
  public record Basis(long events, long addresses, long users, long clients) {

    static Basis of(List<StoredEvent> events) {
      return new Basis(
          events.size(),
          different(events, Subject::ip),
          different(events, Subject::user),
          different(events, Subject::client));
    }

    private static long different(
        List<StoredEvent> events, Function<Subject, @Nullable String> part) {
      return events.stream()
          .map(event -> part.apply(event.event().subject()))
          .filter(Objects::nonNull)
          .distinct()
          .count();
    }
  }

  /** When the first of them was raised. */
  public Instant since() {
    return since(signals);
  }

  static Instant since(List<Signal> signals) {
    return signals.stream().map(Signal::raisedAt).min(Comparator.naturalOrder()).orElseThrow();
  }

  /** The worst of their severities. */
  public Signal.Severity severity() {
    return signals.stream().map(Signal::severity).max(Comparator.naturalOrder()).orElseThrow();
  }
}
