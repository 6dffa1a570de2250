package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.dashboards.taxonomy.Stage;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The facts as series by step and family.
 *
 * <p>What a step's attempts are follows from what can be seen: where the tenant logs no success,
 * those count that came as far as the next step that does log it.
 */
final class Flow {

  private final Facts facts;

  Flow(Facts facts) {
    this.facts = facts;
  }

  /** Failures of a family at a step by minute. */
  long[] bad(Stage step, Family family) {
    return series(kind -> isBad(kind, step, family));
  }

  /** All attempts at a step by minute. */
  long[] attempts(Stage step, Family family) {
    return series(kind -> isBad(kind, step, family) || isGood(kind, step));
  }

  long usualBad(Stage step, Family family) {
    return usual(kind -> isBad(kind, step, family));
  }

  long usualAttempts(Stage step, Family family) {
    return usual(kind -> isBad(kind, step, family) || isGood(kind, step));
  }

  long usual(Predicate<EventCount> kinds) {
    return facts.usual().stream().filter(kinds).mapToLong(EventCount::count).sum();
  }

  long[] series(Predicate<EventCount> kinds) {
    long[] series = new long[facts.minutes()];
    for (TimedCount count : facts.now()) {
      int minute = facts.minute(count.begin());
      if (minute >= 0 && minute < series.length && kinds.test(count.events())) {
        series[minute] += count.events().count();
      }
    }
    return series;
  }

  /** The kind that increased most within these minutes, with its number there. */
  Optional<EventCount> worst(Stage step, Family family, int from, int to) {
    Map<EventCount, long[]> kinds = new LinkedHashMap<>();
    for (TimedCount count : facts.now()) {
      EventCount events = count.events();
      if (isBad(events, step, family)) {
        long[] insideAndOut = kinds.computeIfAbsent(events.withCount(0), key -> new long[2]);
        int minute = facts.minute(count.begin());
        insideAndOut[minute >= from && minute < to ? 0 : 1] += events.count();
      }
    }
    double minutesOut = Math.max(1, facts.minutes() - (to - from));
    double scale = (to - from) / minutesOut;
    return kinds.entrySet().stream()
        .max(Comparator.comparingDouble(kind -> kind.getValue()[0] - scale * kind.getValue()[1]))
        .map(kind -> kind.getKey().withCount(kind.getValue()[0]));
  }

  static boolean isBad(EventCount kind, Stage step, Family family) {
    return Family.of(kind) == family && Family.step(kind) == step;
  }

  static boolean isGood(EventCount kind, Stage step) {
    Family family = Family.of(kind);
    Stage at = Family.step(kind);
    if (at == null) {
      return false;
    }
    return switch (step) {
      // A code that was issued ends in one way or another at the exchange.
      case REQUEST -> at == Stage.EXCHANGE && family != Family.SILENT;
      // Whoever has entered the code goes on to log in.
      case ACTIVATION -> at == Stage.LOGIN && family == Family.SUCCESS;
      case CONFIRMATION -> at == Stage.EXCHANGE && family == Family.SUCCESS;
      case LOGIN, EXCHANGE, CALL, REFRESH -> at == step && family == Family.SUCCESS;
      case NONE -> false;
    };
  }

  static long sum(long[] series, int from, int to) {
    return Arrays.stream(series, from, to).sum();
  }

  /** The steps at which a family is looked for, in the order of the flow. */
  static List<Stage> steps(Family family) {
    return switch (family) {
      case FAULT -> List.of(Stage.REQUEST, Stage.LOGIN, Stage.EXCHANGE, Stage.CALL, Stage.REFRESH);
      case REFUSED_INPUT -> List.of(Stage.ACTIVATION, Stage.LOGIN);
      case UNFINISHED -> List.of(Stage.EXCHANGE);
      case CANCELLED -> List.of(Stage.CONFIRMATION);
      case SUCCESS, SILENT -> List.of();
    };
  }
}
