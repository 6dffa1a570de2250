package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Finds what cannot be seen. */
final class Gaps {

  /** Codes that a tenant with device flow always has some of. */
  private static final List<String> ALWAYS_SOME = List.of("fdeac", "fdecc", "fede", "sede", "s");

  /** Shorter is chance, or a delivery under way. */
  private static final int LEAST_MINUTES = 5;

  private final Facts facts;
  private final Flow flow;

  Gaps(Facts facts, Flow flow) {
    this.facts = facts;
    this.flow = flow;
  }

  List<Gap> find() {
    List<Gap> gaps = new ArrayList<>();
    source(
        Event.AUTH0,
        "tenant log",
        "Point the tenant's log stream at POST /ingest/auth0.",
        true,
        gaps);
    source(Event.GATEWAY, "gateway", "Send a request through the gateway.", false, gaps);
    if (gaps.isEmpty()) {
      filtered(gaps);
    }
    if (gaps.isEmpty()) {
      dropped("sede", Stage.EXCHANGE, "s", gaps);
      dropped("s", Stage.LOGIN, "sede", gaps);
    }
    unknownCodes(gaps);
    return gaps;
  }

  private void source(String source, String name, String fix, boolean needed, List<Gap> gaps) {
    Optional<SourceFreshness> freshness =
        facts.sources().stream().filter(known -> known.source().equals(source)).findFirst();
    if (freshness.isEmpty()) {
      gaps.add(new Gap(source, "The " + name + " has never sent an event. " + fix, needed));
      return;
    }
    Duration age = Duration.between(freshness.get().newest(), facts.asked());
    Duration arrived = Duration.between(freshness.get().received(), facts.asked());
    double expected = expected(source, age);
    SourceState state = SourceState.of(age, arrived, expected);
    if (state == SourceState.LATE) {
      gaps.add(
          new Gap(
              source,
              "The newest event of the %s is dated %d minutes ago but has just arrived: it is late, or a clock is off."
                  .formatted(name, age.toMinutes()),
              true));
    } else if (state == SourceState.SILENT) {
      gaps.add(
          new Gap(
              source,
              "The %s has been silent for %d minutes, in which about %d events were to be expected."
                  .formatted(name, age.toMinutes(), Math.round(expected)),
              true));
    }
  }

  /** How many events were to be expected in the silence, by what came before or is usual. */
  private double expected(String source, Duration silence) {
    Predicate<EventCount> ofSource = kind -> kind.source().equals(source);
    long[] series = flow.series(ofSource);
    Instant newest = facts.asked().minus(silence);
    int until = Math.min(series.length, facts.minute(newest) + 1);
    double usual = (double) flow.usual(ofSource) / series.length;
    double before = until <= 0 ? 0 : (double) Flow.sum(series, 0, until) / until;
    return Math.max(usual, before) * silence.toSeconds() / 60;
  }

  private void filtered(List<Gap> gaps) {
    long tenant = flow.usual(kind -> kind.source().equals(Event.AUTH0));
    long tenantNow = sum(kind -> kind.source().equals(Event.AUTH0));
    for (String code : ALWAYS_SOME) {
      Predicate<EventCount> ofCode = ofCode(code);
      long usual = flow.usual(ofCode);
      // As many as there would be if only this code were missing.
      double expected = tenant == usual ? 0 : (double) usual * tenantNow / (tenant - usual);
      if (sum(ofCode) == 0 && Math.min(expected, (double) usual) >= SourceState.SURELY_SOME) {
        gaps.add(
            new Gap(
                Event.AUTH0,
                "No %s at all, where %d were seen a week ago: does a filter of the log stream drop it?"
                    .formatted(code, usual),
                true));
      }
    }
  }

  /**
   * A code that was there and is not any more, while the step beside it goes on and nothing of its
   * own step fails.
   */
  private void dropped(String code, Stage step, String beside, List<Gap> gaps) {
    long[] seen = flow.series(ofCode(code));
    int after = seen.length;
    while (after > 0 && seen[after - 1] == 0) {
      after--;
    }
    long[] witness = flow.series(ofCode(beside));
    long before = Flow.sum(witness, 0, after);
    double expected =
        before == 0
            ? 0
            : (double) Flow.sum(seen, 0, after) * Flow.sum(witness, after, seen.length) / before;
    long failed =
        Flow.sum(
            flow.series(
                kind ->
                    kind.source().equals(Event.AUTH0)
                        && kind.stage() == step
                        && kind.outcome() == Outcome.FAILURE),
            after,
            seen.length);
    if (seen.length - after >= LEAST_MINUTES
        && expected >= 2 * SourceState.SURELY_SOME
        && failed < expected / 2) {
      gaps.add(
          new Gap(
              Event.AUTH0,
              "No %s for %d minutes, where about %d were to be expected by the %s: does a filter of the log stream drop it?"
                  .formatted(code, seen.length - after, Math.round(expected), beside),
              true));
    }
  }

  private static Predicate<EventCount> ofCode(String code) {
    return kind -> kind.source().equals(Event.AUTH0) && kind.type().equals(code);
  }

  private void unknownCodes(List<Gap> gaps) {
    long unknown = sum(kind -> kind.outcome() == Outcome.UNKNOWN);
    if (unknown > 0) {
      gaps.add(
          new Gap(
              Event.AUTH0,
              unknown
                  + " events have codes that are not in the taxonomy; they are kept and counted.",
              false));
    }
  }

  private long sum(Predicate<EventCount> kinds) {
    return Flow.sum(flow.series(kinds), 0, facts.minutes());
  }
}
