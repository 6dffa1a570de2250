package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.dashboards.taxonomy.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Counts by bucket, added up to what a chart and a table show. Pure. */
final class Outcomes {

  private final TimeRange range;
  private final Duration bucket;
  private final List<TimedCount> counts;

  Outcomes(TimeRange range, Duration bucket, List<TimedCount> counts) {
    this.range = range;
    this.bucket = bucket;
    this.counts = counts;
  }

  /** One for each bucket of the range, whether anything happened in it or not. */
  List<OutcomeCount> of(boolean calls) {
    long[][] sums = new long[buckets()][3];
    for (TimedCount count : counts) {
      int at = index(count.begin());
      Stage step = Family.step(count.events());
      if (at >= 0 && at < sums.length && step != null && calls == (step == Stage.CALL)) {
        int column = column(count.events(), step);
        if (column >= 0) {
          sums[at][column] += count.events().count();
        }
      }
    }
    List<OutcomeCount> outcomes = new ArrayList<>();
    for (int i = 0; i < sums.length; i++) {
      Instant begin = first().plus(bucket.multipliedBy(i));
      outcomes.add(new OutcomeCount(begin, sums[i][0], sums[i][1], sums[i][2]));
    }
    return outcomes;
  }

  /** An attempt ends once: its successes on the way there are not counted. */
  private static int column(EventCount events, Stage step) {
    return switch (Family.of(events)) {
      case SUCCESS -> step == Stage.EXCHANGE || step == Stage.CALL ? 0 : -1;
      case REFUSED_INPUT, UNFINISHED, CANCELLED -> 1;
      case FAULT -> 2;
      case SILENT -> -1;
    };
  }

  List<Failure> failures(List<EventCount> usual) {
    Map<EventCount, Instant> first = new LinkedHashMap<>();
    Map<EventCount, Long> sums = new LinkedHashMap<>();
    Map<Stage, Long> steps = new LinkedHashMap<>();
    for (TimedCount count : counts) {
      EventCount kind = count.events().withCount(0);
      Stage step = Family.step(kind);
      Family family = Family.of(kind);
      if (step != null && family != Family.SUCCESS && family != Family.SILENT) {
        first.merge(kind, count.begin(), (a, b) -> a.isBefore(b) ? a : b);
        sums.merge(kind, count.events().count(), Long::sum);
        steps.merge(step, count.events().count(), Long::sum);
      }
    }
    Map<EventCount, Long> weekAgo = new LinkedHashMap<>();
    usual.forEach(count -> weekAgo.merge(count.withCount(0), count.count(), Long::sum));
    Instant early = range.from().plus(Duration.between(range.from(), range.to()).dividedBy(8));
    List<Failure> failures = new ArrayList<>();
    sums.forEach(
        (kind, sum) -> {
          Stage step = Objects.requireNonNull(Family.step(kind));
          Instant seen = Objects.requireNonNull(first.get(kind));
          long before = weekAgo.getOrDefault(kind, 0L);
          failures.add(
              new Failure(
                  kind.withCount(sum),
                  step,
                  Family.of(kind),
                  (double) sum / steps.getOrDefault(step, sum),
                  seen,
                  before,
                  before == 0 && seen.isAfter(early)));
        });
    failures.sort(Comparator.comparingLong((Failure it) -> it.events().count()).reversed());
    return failures;
  }

  private int buckets() {
    return index(range.to().minusNanos(1)) + 1;
  }

  private int index(Instant instant) {
    return (int) Duration.between(first(), instant).dividedBy(bucket);
  }

  /** Buckets begin at multiples of their length. */
  private Instant first() {
    long seconds = bucket.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(range.from().getEpochSecond(), seconds) * seconds);
  }
}
