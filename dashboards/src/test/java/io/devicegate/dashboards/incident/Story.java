package io.devicegate.dashboards.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** An hour or more of invented counts that ends at noon. */
final class Story {

  static final Instant NOON = TestEvents.NOON;

  static final EventCount REFUSED_CODE =
      kind("auth0", "fdeaz", Stage.REQUEST, Outcome.FAILURE, "unauthorized_client");
  static final EventCount WRONG_CODE =
      kind("auth0", "fdeac", Stage.ACTIVATION, Outcome.FAILURE, "invalid-expired-code");
  static final EventCount LOGIN = kind("auth0", "s", Stage.LOGIN, Outcome.SUCCESS, null);
  static final EventCount FAILED_LOGIN =
      kind("auth0", "f", Stage.LOGIN, Outcome.FAILURE, "access_denied");
  static final EventCount WRONG_PASSWORD =
      kind("auth0", "fp", Stage.LOGIN, Outcome.FAILURE, "access_denied");
  static final EventCount CANCEL =
      kind("auth0", "fdecc", Stage.CONFIRMATION, Outcome.CANCELLED, null);
  static final EventCount TOKENS = kind("auth0", "sede", Stage.EXCHANGE, Outcome.SUCCESS, null);
  static final EventCount DENIED =
      kind("auth0", "fede", Stage.EXCHANGE, Outcome.FAILURE, "access_denied");
  static final EventCount EXPIRED =
      kind("auth0", "fede", Stage.EXCHANGE, Outcome.FAILURE, "expired_token");
  static final EventCount POLL =
      kind("auth0", "fede", Stage.EXCHANGE, Outcome.PENDING, "authorization_pending");
  static final EventCount SLOW_DOWN =
      kind("auth0", "fede", Stage.EXCHANGE, Outcome.PENDING, "slow_down");
  static final EventCount RENEWED = kind("auth0", "sertft", Stage.REFRESH, Outcome.SUCCESS, null);
  static final EventCount NOT_RENEWED =
      kind("auth0", "fertft", Stage.REFRESH, Outcome.FAILURE, "invalid_grant");
  static final EventCount CALL = kind("gateway", "decision", Stage.CALL, Outcome.SUCCESS, null);

  private final Random random;
  private final Instant from;
  private final List<TimedCount> now = new ArrayList<>();
  private final List<EventCount> usual = new ArrayList<>();
  private final List<Signal> signals = new ArrayList<>();
  private Duration tenantSilence = Duration.ofSeconds(10);
  private Duration gatewaySilence = Duration.ofSeconds(10);

  Story(long seed, Duration length) {
    this.random = new Random(seed);
    this.from = NOON.minus(length);
  }

  /** An ordinary hour, with all the small failures of an ordinary hour. */
  static Story ordinary(long seed) {
    return new Story(seed, Duration.ofHours(1)).ordinary();
  }

  Story ordinary() {
    ordinary(LOGIN, 5);
    ordinary(TOKENS, 5);
    ordinary(CALL, 40);
    ordinary(RENEWED, 3);
    ordinary(POLL, 60);
    ordinary(SLOW_DOWN, 1);
    ordinary(REFUSED_CODE, 0.05);
    ordinary(WRONG_CODE, 0.5);
    ordinary(FAILED_LOGIN, 0.05);
    ordinary(WRONG_PASSWORD, 0.4);
    ordinary(CANCEL, 0.3);
    ordinary(DENIED, 0.05);
    ordinary(EXPIRED, 0.6);
    ordinary(NOT_RENEWED, 0.05);
    ordinary(refusal("token_expired"), 1);
    return this;
  }

  private void ordinary(EventCount kind, double perMinute) {
    during(0, minutes(), kind, perMinute);
    usual(kind, Math.round(perMinute * minutes()));
  }

  /** Counts in the minutes from..to of the story, at this rate by chance. */
  Story during(int from, int to, EventCount kind, double perMinute) {
    for (int minute = from; minute < to; minute++) {
      exactly(minute, kind, poisson(perMinute));
    }
    return this;
  }

  Story exactly(int minute, EventCount kind, long count) {
    if (count > 0) {
      now.add(new TimedCount(from.plusSeconds(60L * minute), kind.withCount(count)));
    }
    return this;
  }

  Story usual(EventCount kind, long count) {
    if (count > 0) {
      usual.add(kind.withCount(count));
    }
    return this;
  }

  Story nothingUsual() {
    usual.clear();
    return this;
  }

  /** Takes away what was counted. */
  Story without(EventCount kind, int from, int to) {
    now.removeIf(
        count -> {
          int minute = (int) Duration.between(this.from, count.begin()).toMinutes();
          return minute >= from
              && minute < to
              && count.events().type().equals(kind.type())
              && count.events().outcome() == kind.outcome();
        });
    return this;
  }

  Story tenantSilent(Duration silence) {
    tenantSilence = silence;
    now.removeIf(
        count ->
            count.events().source().equals("auth0")
                && !count.begin().isBefore(NOON.minus(silence)));
    return this;
  }

  Story gatewaySilent(Duration silence) {
    gatewaySilence = silence;
    now.removeIf(
        count ->
            count.events().source().equals("gateway")
                && !count.begin().isBefore(NOON.minus(silence)));
    return this;
  }

  Story signal(Signal signal) {
    signals.add(signal);
    return this;
  }

  Facts facts() {
    return facts(
        List.of(
            new SourceFreshness("auth0", NOON.minus(tenantSilence), NOON.minus(tenantSilence)),
            new SourceFreshness(
                "gateway", NOON.minus(gatewaySilence), NOON.minus(gatewaySilence))));
  }

  Facts facts(List<SourceFreshness> sources) {
    return new Facts(NOON, new TimeRange(from, NOON), now, usual, sources, signals);
  }

  Verdict verdict() {
    return verdict(Evidence.none());
  }

  /** The verdict after a closer look that shows these. */
  Verdict verdict(String words, CohortCount... cohorts) {
    return verdict(look(words, cohorts));
  }

  private Verdict verdict(Evidence evidence) {
    Verdict verdict = Diagnosis.of(facts(), evidence);
    if (verdict.cause() != null) {
      assertThat(Path.of("../docs/operating/runbooks", verdict.cause().runbook() + ".md")).exists();
    }
    return verdict;
  }

  static Evidence look(String words, CohortCount... cohorts) {
    return new Evidence() {
      @Override
      public List<CohortCount> cohorts(Suspicion suspicion) {
        return List.of(cohorts);
      }

      @Override
      public Optional<String> words(Suspicion suspicion) {
        return Optional.of(words);
      }
    };
  }

  Instant minute(int minute) {
    return from.plusSeconds(60L * minute);
  }

  static EventCount refusal(String reason) {
    return kind("gateway", "decision", Stage.CALL, Outcome.FAILURE, reason);
  }

  static EventCount kind(
      String source, String type, Stage stage, Outcome outcome, @Nullable String reason) {
    return new EventCount(source, type, stage, outcome, reason, 0);
  }

  private int minutes() {
    return (int) Duration.between(from, NOON).toMinutes();
  }

  private long poisson(double mean) {
    double limit = Math.exp(-mean);
    long count = -1;
    for (double product = 1; product > limit; product *= random.nextDouble()) {
      count++;
    }
    return count;
  }
}
