package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.dashboards.store.ValueCount;
import io.devicegate.dashboards.taxonomy.Stage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Asks the store for what a verdict rests on. Blocks, so never call it on an event loop. */
public final class IncidentReader {

  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** The most values and kinds of a dimension that are compared. */
  private static final int MOST_ROWS = 2_000;

  private static final List<Dimension> COMPARED =
      List.of(
          Dimension.CLIENT,
          Dimension.CONNECTION,
          Dimension.ORGANIZATION,
          Dimension.COUNTRY,
          Dimension.PROGRAM,
          Dimension.VERSION,
          Dimension.HOST,
          Dimension.ROUTE,
          Dimension.IP,
          Dimension.USER);

  private final EventStore store;
  private final SignalFeed signals;
  private final Clock clock;

  public IncidentReader(EventStore store, SignalFeed signals, Clock clock) {
    this.store = store;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * The verdict on the stretch of this length that ends now; less than an hour is taken for an
   * hour, and more than {@link Facts#LONGEST} for that.
   */
  public Verdict verdict(Duration window) {
    return verdict(clock.instant(), window);
  }

  /** The verdict as it would have been at that instant, but for events that came late. */
  public Verdict verdict(Instant asked, Duration window) {
    return Diagnosis.of(facts(asked, window), new Look());
  }

  private Facts facts(Instant asked, Duration window) {
    Duration length = window.compareTo(SHORTEST) < 0 ? SHORTEST : window;
    Duration looked = length.compareTo(Facts.LONGEST) > 0 ? Facts.LONGEST : length;
    // From the next full minute on, so that the first one is not cut short.
    Instant from = asked.minus(looked).plus(MINUTE).minusNanos(1).truncatedTo(ChronoUnit.MINUTES);
    TimeRange range = new TimeRange(from, asked);
    TimeRange weekAgo = new TimeRange(from.minus(WEEK), asked.minus(WEEK));
    return new Facts(
        asked,
        range,
        ofDevices(
            store.timeseries(range, MINUTE),
            store.timeseriesOfDeviceLogins(range, MINUTE),
            TimedCount::events),
        ofDevices(store.count(weekAgo), store.countDeviceLogins(weekAgo), Function.identity()),
        store.freshness(),
        signals.live(SignalFilter.ALL));
  }

  /** All, but of the logins only those of device clients. */
  private static <T> List<T> ofDevices(
      List<T> all, List<T> deviceLogins, Function<T, EventCount> events) {
    Predicate<T> other = count -> events.apply(count).stage() != Stage.LOGIN;
    return Stream.concat(all.stream().filter(other), deviceLogins.stream()).toList();
  }

  /** Reads the events of the suspicion by every dimension. */
  private final class Look implements Evidence {

    @Override
    public List<CohortCount> cohorts(Suspicion suspicion) {
      List<CohortCount> cohorts = new ArrayList<>();
      for (Dimension dimension : COMPARED) {
        Map<String, long[]> values = new LinkedHashMap<>();
        for (ValueCount count : store.breakdown(suspicion.during(), dimension, MOST_ROWS)) {
          long[] failedAndSucceeded = values.computeIfAbsent(count.value(), value -> new long[2]);
          EventCount events = count.events();
          if (Flow.isBad(events, suspicion.step(), suspicion.family())) {
            failedAndSucceeded[0] += events.count();
          } else if (Flow.isGood(events, suspicion.step())) {
            failedAndSucceeded[1] += events.count();
          }
        }
        values.forEach(
            (value, counts) ->
                cohorts.add(new CohortCount(dimension, value, counts[0], counts[1])));
      }
      return cohorts;
    }

    @Override
    public Optional<String> words(Suspicion suspicion) {
      return store.breakdown(suspicion.during(), Dimension.DESCRIPTION, MOST_ROWS).stream()
          .filter(count -> sameKind(count.events(), suspicion.worst()))
          .map(ValueCount::value)
          .findFirst();
    }

    private static boolean sameKind(EventCount a, EventCount b) {
      return a.equals(
          new EventCount(b.source(), b.type(), b.stage(), b.outcome(), b.reason(), a.count()));
    }
  }
}
