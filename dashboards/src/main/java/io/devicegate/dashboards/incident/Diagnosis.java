package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.incident.Verdict.Kind;
import io.devicegate.dashboards.incident.Verdict.Past;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From facts to a verdict. Pure but for the closer look that {@link Evidence} takes.
 *
 * <p>A fault that is seen is named, whatever else cannot be seen. Without one, blindness or too few
 * attempts make the verdict {@link Kind#UNKNOWN}; {@link Kind#HEALTHY} is only what would have been
 * seen to be otherwise.
 */
public final class Diagnosis {

  /** With fewer attempts in the range nothing is said. */
  private static final long LEAST_ATTEMPTS = 10;

  private static final double SURE = 30;

  /**
   * A step that was found broken earlier in the flow explains those after it, if this much of it.
   */
  private static final double EXPLAINS = 0.3;

  private static final long MANY = 100;

  /** Of what is usual; fewer is a reason to wonder even when nothing fails. */
  private static final double MISSED = 0.3;

  private static final long USUAL_ENOUGH = 30;

  /** The share of failed attempts that is not called healthy for want of something to compare. */
  private static final double LOOKS_BAD = 0.2;

  private final Facts facts;
  private final Evidence evidence;
  private final Flow flow;
  private final List<Gap> gaps;

  private Diagnosis(Facts facts, Evidence evidence) {
    this.facts = facts;
    this.evidence = evidence;
    this.flow = new Flow(facts);
    this.gaps = new Gaps(facts, flow).find();
  }

  /** The verdict. */
  public static Verdict of(Facts facts, Evidence evidence) {
    return new Diagnosis(facts, evidence).verdict();
  }

  private Verdict verdict() {
    List<Finding> faults = find(Family.FAULT, 0.05);
    List<Finding> inputs = find(Family.REFUSED_INPUT, 0.2);
    Optional<Finding> fault = first(faults);
    if (fault.isPresent()) {
      return broken(fault.get());
    }
    Optional<Finding> input = first(inputs);
    if (input.isPresent()) {
      return refusedInput(input.get());
    }
    Optional<Signal> attack = attack();
    if (attack.isPresent()) {
      return underAttack(attack.get());
    }
    if (gaps.stream().anyMatch(Gap::blinding)) {
      return plain(Kind.UNKNOWN, null, Certainty.HIGH, faults);
    }
    Optional<Finding> users =
        first(
            Stream.of(find(Family.UNFINISHED, 0.15), find(Family.CANCELLED, 0.15))
                .flatMap(List::stream)
                .toList());
    if (users.isPresent()) {
      return found(Kind.USERS_NOT_FINISHING, users.get(), closer(users.get()));
    }
    return quiet(faults);
  }

  /** Nothing was found; is that because nothing is there? */
  private Verdict quiet(List<Finding> faults) {
    if (attempts() < LEAST_ATTEMPTS) {
      gaps.add(
          new Gap(
              Event.AUTH0,
              "Only %d %s in the range, which is too few to tell."
                  .formatted(attempts(), attempts() == 1 ? "attempt" : "attempts"),
              true));
      return plain(Kind.UNKNOWN, null, Certainty.HIGH, faults);
    }
    long usual = flow.usual(kind -> Flow.isGood(kind, Stage.EXCHANGE));
    long now = all(flow.series(kind -> Flow.isGood(kind, Stage.EXCHANGE)));
    if (usual >= USUAL_ENOUGH && now < MISSED * usual) {
      gaps.add(
          new Gap(
              Event.AUTH0,
              "%d devices got their tokens, where %d did a week ago, and no failure is logged."
                  .formatted(now, usual),
              true));
      return plain(Kind.UNKNOWN, Stage.EXCHANGE, Certainty.MEDIUM, faults);
    }
    long failed = failed();
    if (faults.isEmpty() && facts.usual().isEmpty() && failed > LOOKS_BAD * attempts()) {
      gaps.add(
          new Gap(
              Event.AUTH0,
              "%d of %d attempts failed, and there is no earlier time to tell whether that is usual."
                  .formatted(failed, attempts()),
              true));
      return plain(Kind.UNKNOWN, null, Certainty.MEDIUM, faults);
    }
    return plain(Kind.HEALTHY, null, trust(), faults);
  }

  private Certainty trust() {
    if (attempts() < USUAL_ENOUGH) {
      return Certainty.LOW;
    }
    return attempts() >= MANY && !facts.usual().isEmpty() ? Certainty.HIGH : Certainty.MEDIUM;
  }

  private Verdict broken(Finding finding) {
    return found(Kind.BROKEN, finding, closer(finding));
  }

  /**
   * Codes or passwords that are refused: a broken page or connection if those who are right are
   * refused too, else somebody who guesses.
   */
  private Verdict refusedInput(Finding finding) {
    Closer closer = closer(finding);
    boolean knownProgram =
        closer.cohorts.stream()
            .anyMatch(
                cohort ->
                    (cohort.dimension() == Dimension.PROGRAM
                            || cohort.dimension() == Dimension.CONNECTION)
                        && cohort.isMostOfIt()
                        && cohort.usualShare() > 0.03);
    if (knownProgram || successesFell(finding)) {
      return found(Kind.BROKEN, finding, closer);
    }
    return found(
        Kind.UNDER_ATTACK,
        finding,
        new Closer(closer.worst, closer.cohorts, Causes.guessing(finding.step)));
  }

  private boolean successesFell(Finding finding) {
    long[] good = flow.series(kind -> Flow.isGood(kind, finding.step));
    Surge surge = finding.surge;
    long inside = Flow.sum(good, surge.from(), surge.to());
    long outside = all(good) - inside;
    int minutesIn = surge.to() - surge.from();
    int minutesOut = good.length - minutesIn;
    double expected = minutesOut == 0 ? 0 : (double) outside / minutesOut * minutesIn;
    return expected >= LEAST_ATTEMPTS && inside < 0.6 * expected;
  }

  private Optional<Signal> attack() {
    return facts.signals().stream()
        .filter(signal -> signal.severity().compareTo(Severity.HIGH) >= 0)
        .filter(signal -> !signal.raisedAt().isBefore(facts.range().from()))
        .filter(signal -> !signal.raisedAt().isAfter(facts.asked()))
        .min(Comparator.comparing(Signal::raisedAt));
  }

  private Verdict underAttack(Signal signal) {
    Cause cause =
        switch (signal.kind()) {
          case "user_code_guessing" -> Causes.guessing(Stage.ACTIVATION);
          case "device_code_phishing" -> Causes.phishing();
          default -> new Cause(signal.kind(), signal.reason(), "DevicegateOtherSignal");
        };
    return new Verdict(
        Kind.UNDER_ATTACK,
        facts.asked(),
        facts.range(),
        signal.kind().equals("user_code_guessing") ? Stage.ACTIVATION : Stage.CONFIRMATION,
        facts.begin(Math.max(0, facts.minute(signal.raisedAt()))),
        signal.evidence().count(),
        signal.evidence().total(),
        signal.kind(),
        List.of(),
        cause,
        Certainty.MEDIUM,
        facts.sources(),
        gaps,
        null);
  }

  private Verdict found(Kind kind, Finding finding, Closer closer) {
    Surge surge = finding.surge;
    Certainty certainty = surge.gain() >= SURE ? Certainty.HIGH : Certainty.MEDIUM;
    boolean blind = gaps.stream().anyMatch(Gap::blinding);
    return new Verdict(
        kind,
        facts.asked(),
        facts.range(),
        finding.step,
        finding.openStart ? null : facts.begin(surge.from()),
        surge.bad(),
        surge.total(),
        closer.worst.reason() == null ? closer.worst.type() : closer.worst.reason(),
        closer.cohorts,
        closer.cause,
        finding.openStart || blind ? Certainty.LOW : certainty,
        facts.sources(),
        gaps,
        null);
  }

  private Verdict plain(
      Kind kind, @Nullable Stage step, Certainty certainty, List<Finding> faults) {
    return new Verdict(
        kind,
        facts.asked(),
        facts.range(),
        step,
        null,
        failed(),
        attempts(),
        null,
        List.of(),
        null,
        certainty,
        facts.sources(),
        gaps,
        faults.stream()
            .filter(finding -> !finding.surge.ongoing())
            .max(Comparator.comparingInt(finding -> finding.surge.to()))
            .map(this::past)
            .orElse(null));
  }

  private Past past(Finding finding) {
    Surge surge = finding.surge;
    TimeRange during = new TimeRange(facts.begin(surge.from()), facts.begin(surge.to()));
    return new Past(finding.step, during, surge.bad(), surge.total());
  }

  /** All attempts that the flow's verdict can rest on: their ends, and calls. */
  private long attempts() {
    return failed()
        + all(flow.series(kind -> kind.outcome() == Outcome.SUCCESS && Family.step(kind) != null));
  }

  private long failed() {
    long failed = 0;
    for (Stage step : Flow.steps(Family.FAULT)) {
      failed += all(flow.bad(step, Family.FAULT));
    }
    return failed;
  }

  private List<Finding> find(Family family, double leastRise) {
    List<Finding> findings = new ArrayList<>();
    for (Stage step : Flow.steps(family)) {
      find(step, family, leastRise).ifPresent(findings::add);
    }
    return findings;
  }

  private Optional<Finding> find(Stage step, Family family, double leastRise) {
    long[] bad = flow.bad(step, family);
    long[] attempts = flow.attempts(step, family);
    Optional<Finding> begun =
        Surge.find(bad, attempts)
            .filter(surge -> surge.isMoreThanChance(leastRise))
            .map(surge -> new Finding(step, family, surge, false));
    if (begun.isPresent()) {
      return begun;
    }
    Surge usual =
        Surge.against(bad, attempts, flow.usualBad(step, family), flow.usualAttempts(step, family));
    return usual.isMoreThanChance(2 * leastRise)
        ? Optional.of(new Finding(step, family, usual, true))
        : Optional.empty();
  }

  /** Of those that still go on the first in the flow that explains enough of the worst. */
  private static Optional<Finding> first(List<Finding> findings) {
    List<Finding> ongoing = findings.stream().filter(finding -> finding.surge.ongoing()).toList();
    double most = ongoing.stream().mapToDouble(Finding::excess).max().orElse(0);
    return ongoing.stream().filter(finding -> finding.excess() >= EXPLAINS * most).findFirst();
  }

  private Closer closer(Finding finding) {
    Surge surge = finding.surge;
    EventCount worst =
        flow.worst(finding.step, finding.family, surge.from(), surge.to()).orElseThrow();
    Instant end = surge.to() == facts.minutes() ? facts.range().to() : facts.begin(surge.to());
    Suspicion suspicion =
        new Suspicion(
            finding.step, finding.family, worst, new TimeRange(facts.begin(surge.from()), end));
    List<Cohort> cohorts = Cohort.rank(evidence.cohorts(suspicion));
    String words = evidence.words(suspicion).orElse("");
    return new Closer(
        worst, cohorts, Causes.of(finding.step, finding.family, worst, words, cohorts));
  }

  private static long all(long[] series) {
    return Flow.sum(series, 0, series.length);
  }

  /** A surge at a step; with an open start it began before the range. */
  private record Finding(Stage step, Family family, Surge surge, boolean openStart) {

    double excess() {
      return surge.bad() - surge.usualRate() * surge.total();
    }
  }

  /** What the closer look has shown. */
  private record Closer(EventCount worst, List<Cohort> cohorts, Cause cause) {}
}
