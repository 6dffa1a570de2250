package io.devicegate.dashboards.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.incident.Verdict.Kind;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosisTest {

  @RepeatedTest(300)
  void anOrdinaryHourIsHealthy(RepetitionInfo seed) {
    Verdict verdict = Story.ordinary(seed.getCurrentRepetition()).verdict();

    assertThat(verdict.sentence()).startsWith("Healthy: ");
    assertThat(verdict.past()).isNull();
    assertThat(verdict.certainty()).isEqualTo(Certainty.HIGH);
  }

  @RepeatedTest(20)
  void anOrdinaryQuarterOfADayIsHealthy(RepetitionInfo seed) {
    Story story = new Story(seed.getCurrentRepetition(), Duration.ofHours(6)).ordinary();

    assertThat(story.verdict().kind()).isEqualTo(Kind.HEALTHY);
  }

  @RepeatedTest(50)
  void burstsAreNoIncidentWhereTheyAreUsual(RepetitionInfo seed) {
    Story story = Story.ordinary(seed.getCurrentRepetition());
    for (int minute = 3; minute < 60; minute += 7) {
      story.exactly(minute, Story.REFUSED_CODE, 6).usual(Story.REFUSED_CODE, 6);
    }

    assertThat(story.verdict().kind()).isEqualTo(Kind.HEALTHY);
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(Stage.REQUEST, Story.REFUSED_CODE, 8.0, "device_grant_off"),
        Arguments.of(Stage.LOGIN, Story.FAILED_LOGIN, 8.0, "rule_refuses"),
        Arguments.of(Stage.EXCHANGE, Story.DENIED, 8.0, "rule_refuses"),
        Arguments.of(Stage.REFRESH, Story.NOT_RENEWED, 8.0, "refresh_refused"),
        Arguments.of(Stage.CALL, Story.refusal("audience_wrong"), 15.0, "audience_wrong"),
        Arguments.of(Stage.CALL, Story.refusal("key_unknown"), 30.0, "key_rotated"),
        Arguments.of(Stage.CALL, Story.refusal("keys_unavailable"), 30.0, "keys_unavailable"),
        Arguments.of(Stage.CALL, Story.refusal("policy_denied"), 15.0, "policy_denied"),
        Arguments.of(Stage.CALL, Story.refusal("budget_rate"), 15.0, "limit"),
        Arguments.of(Stage.CALL, Story.refusal("token_not_yet_valid"), 15.0, "clock_off"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void namesTheBrokenStepItsBeginningAndItsCause(
      Stage step, EventCount failure, double perMinute, String cause) {
    for (int seed = 0; seed < 20; seed++) {
      int beginning = 20 + seed;
      Story story = Story.ordinary(seed).during(beginning, 60, failure, perMinute);

      Verdict verdict = story.verdict();

      assertThat(verdict.kind()).as("seed %d: %s", seed, verdict.sentence()).isEqualTo(Kind.BROKEN);
      assertThat(verdict.step()).isEqualTo(step);
      assertThat(Duration.between(story.minute(beginning), verdict.since()).abs())
          .isLessThanOrEqualTo(Duration.ofMinutes(1));
      assertThat(verdict.cause()).extracting(Cause::id).isEqualTo(cause);
      assertThat(verdict.certainty()).isEqualTo(Certainty.HIGH);
    }
  }

  @Test
  void saysItInASentence() {
    Story story = Story.ordinary(7).during(42, 60, Story.DENIED, 4);

    Verdict verdict =
        story.verdict(
            "Only staff may connect a device",
            new CohortCount(Dimension.CLIENT, "tv", 60, 10),
            new CohortCount(Dimension.CLIENT, "cli", 5, 80));

    assertThat(verdict.sentence())
        .matches(
            "Step 5, getting tokens, is broken since 11:42 UTC \\(18 min\\): 39 % of attempts fail\\."
                + " Mostly client tv\\. Probably: a login Rule or Action refuses these users\\.");
  }

  @Test
  void tellsABrokenRuleFromOneThatRefuses() {
    Story story = Story.ordinary(7).during(42, 60, Story.DENIED, 4);

    assertThat(story.verdict("TypeError: cannot read property 'x' of undefined").cause())
        .extracting(Cause::id)
        .isEqualTo("rule_failed");
  }

  /** A connection to a database of one's own is a script, which may break as a Rule does. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Something went wrong",
        "TypeError: Cannot read properties of undefined (reading 'rows')"
      })
  void namesTheConnectionThatIsDown(String words) {
    Verdict verdict =
        loginsFail()
            .verdict(
                words,
                new CohortCount(Dimension.CONNECTION, "ldap", 110, 2),
                new CohortCount(Dimension.CONNECTION, "google", 2, 90));

    assertThat(verdict.step()).isEqualTo(Stage.LOGIN);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("connection_down");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          The connection timed out; connection_down
          AD/LDAP connector not found; connection_down
          the connection was disabled; connection_off
          the connection was not found; connection_off
          Connection does not exist; connection_off
          no connections enabled for the client; connection_off
          TypeError: Cannot read properties of undefined (reading 'connection'); rule_failed
          connection is not defined; rule_failed
          """)
  void tellsAConnectionThatIsDownFromOneThatIsOffAndFromARuleThatNamesIt(
      String words, String cause) {
    assertThat(loginsFail().verdict(words).cause()).extracting(Cause::id).isEqualTo(cause);
  }

  private static Story loginsFail() {
    return Story.ordinary(3).during(30, 60, Story.FAILED_LOGIN, 4).without(Story.LOGIN, 30, 60);
  }

  @Test
  void refusedPasswordsAreABrokenConnectionWhenNobodyGetsIn() {
    Story story =
        Story.ordinary(3).without(Story.LOGIN, 30, 60).during(30, 60, Story.WRONG_PASSWORD, 5);

    Verdict verdict = story.verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
    assertThat(verdict.step()).isEqualTo(Stage.LOGIN);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("connection_down");
  }

  @Test
  void refusedPasswordsAreAnAttackWhenTheOthersGetIn() {
    Verdict verdict = Story.ordinary(3).during(30, 60, Story.WRONG_PASSWORD, 20).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.UNDER_ATTACK);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("password_guessing");
  }

  @Test
  void refusedCodesAreAnAttackWhenTheOthersGetIn() {
    Story story = Story.ordinary(3).during(30, 60, Story.WRONG_CODE, 20);

    Verdict verdict =
        story.verdict(
            "",
            new CohortCount(Dimension.PROGRAM, "python-requests", 590, 0),
            new CohortCount(Dimension.PROGRAM, "Firefox", 20, 150));

    assertThat(verdict.kind()).isEqualTo(Kind.UNDER_ATTACK);
    assertThat(verdict.step()).isEqualTo(Stage.ACTIVATION);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("user_code_guessing");
    assertThat(verdict.since()).isEqualTo(story.minute(30));
  }

  @Test
  void refusedCodesAreABrokenPageWhenOneUsualBrowserHasThem() {
    Story story = Story.ordinary(3).during(30, 60, Story.WRONG_CODE, 4);

    Verdict verdict =
        story.verdict(
            "",
            new CohortCount(Dimension.PROGRAM, "Firefox", 110, 40),
            new CohortCount(Dimension.PROGRAM, "Chrome", 15, 110));

    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
    assertThat(verdict.step()).isEqualTo(Stage.ACTIVATION);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("activation_page_broken");
    assertThat(verdict.cohorts().get(0).value()).isEqualTo("Firefox");
  }

  @Test
  void reachingTheTenantsRateLimitBreaksTheRequest() {
    EventCount limit = Story.kind("auth0", "api_limit", Stage.NONE, Outcome.FAILURE, null);
    Verdict verdict = Story.ordinary(5).during(45, 60, limit, 8).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
    assertThat(verdict.step()).isEqualTo(Stage.REQUEST);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("rate_limit");
  }

  @ParameterizedTest
  @ValueSource(doubles = {20, 200, 2_000})
  void waitingPollsAreNoIncidentHoweverMany(double perMinute) {
    Story story =
        Story.ordinary(1)
            .during(30, 60, Story.POLL, perMinute)
            .during(30, 60, Story.SLOW_DOWN, perMinute);

    assertThat(story.verdict().kind()).isEqualTo(Kind.HEALTHY);
  }

  @Test
  void callersWithoutATokenAreNoIncident() {
    Story story = Story.ordinary(1).during(30, 60, Story.refusal("token_missing"), 500);

    assertThat(story.verdict().kind()).isEqualTo(Kind.HEALTHY);
  }

  @Test
  void usersWhoRunOutOfTimeAreAVerdictOfTheirOwn() {
    Story story = Story.ordinary(2).during(25, 60, Story.EXPIRED, 10);

    Verdict verdict = story.verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.USERS_NOT_FINISHING);
    assertThat(verdict.step()).isEqualTo(Stage.EXCHANGE);
    assertThat(verdict.since()).isBetween(story.minute(24), story.minute(26));
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("users_too_slow");
    assertThat(verdict.sentence()).startsWith("Users do not finish since ").contains("run out");
  }

  @Test
  void usersWhoDeclineAreAVerdictOfTheirOwn() {
    Verdict verdict = Story.ordinary(2).during(25, 60, Story.CANCEL, 10).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.USERS_NOT_FINISHING);
    assertThat(verdict.step()).isEqualTo(Stage.CONFIRMATION);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("users_decline");
  }

  @Test
  void aFaultComesBeforeTheUsersWhoWaitForIt() {
    Story story =
        Story.ordinary(2).during(20, 60, Story.FAILED_LOGIN, 4).during(35, 60, Story.EXPIRED, 8);

    assertThat(story.verdict().step()).isEqualTo(Stage.LOGIN);
  }

  @Test
  void theFirstOfTwoBrokenStepsIsNamed() {
    Story story =
        Story.ordinary(2).during(20, 60, Story.FAILED_LOGIN, 4).during(20, 60, Story.DENIED, 5);

    assertThat(story.verdict().step()).isEqualTo(Stage.LOGIN);
  }

  @Test
  void whatWorksAgainIsPast() {
    Story story = Story.ordinary(4).during(15, 30, Story.DENIED, 5);

    Verdict verdict = story.verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.HEALTHY);
    Verdict.Past past = Objects.requireNonNull(verdict.past());
    assertThat(past.step()).isEqualTo(Stage.EXCHANGE);
    assertThat(past.during().from()).isBetween(story.minute(14), story.minute(16));
    assertThat(past.during().to()).isBetween(story.minute(29), story.minute(31));
    assertThat(verdict.sentence()).contains("works again");
  }

  @Test
  void whatBeganBeforeTheRangeIsComparedWithAWeekAgo() {
    Verdict verdict = Story.ordinary(4).during(0, 60, Story.DENIED, 5).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
    assertThat(verdict.since()).isNull();
    assertThat(verdict.sentence()).contains("is broken for longer than the last hour");
    assertThat(verdict.certainty()).isEqualTo(Certainty.LOW);
  }

  @Test
  void needsNoWeekAgoToFindABeginning() {
    Verdict verdict = Story.ordinary(4).nothingUsual().during(30, 60, Story.DENIED, 5).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "4"})
  void tooFewAttemptsAreUnknown(int attempts) {
    Story story = new Story(1, Duration.ofHours(1)).exactly(20, Story.TOKENS, attempts);

    Verdict verdict = story.verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.sentence()).contains("too few to tell");
  }

  @Test
  void manyFailuresWithNothingToCompareAreNotHealthy() {
    Story story =
        new Story(1, Duration.ofHours(1))
            .exactly(59, Story.LOGIN, 12)
            .exactly(59, Story.TOKENS, 12)
            .exactly(59, Story.CALL, 10)
            .exactly(59, Story.REFUSED_CODE, 10);

    assertThat(story.verdict().kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(story.verdict().sentence())
        .contains("10 of 44 attempts failed, and there is no earlier time to tell");
    assertThat(story.usual(Story.CALL, 30).verdict().kind()).isNotEqualTo(Kind.UNKNOWN);
  }

  @Test
  void isUnknownBeforeTheTenantHasSpoken() {
    Facts facts = Story.ordinary(1).facts(List.of());

    assertThat(Diagnosis.of(facts, Evidence.none()).kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(Diagnosis.of(facts, Evidence.none()).sentence()).contains("never sent an event");
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 30, 60})
  void isUnknownWhileTheTenantIsSilent(int minutes) {
    Verdict verdict = Story.ordinary(1).tenantSilent(Duration.ofMinutes(minutes)).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.sentence()).contains("tenant log has been silent for " + minutes);
  }

  @Test
  void isUnknownWhileTheGatewayIsSilent() {
    Verdict verdict = Story.ordinary(1).gatewaySilent(Duration.ofMinutes(10)).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.sentence()).contains("gateway has been silent");
  }

  @Test
  void isUnknownWhileTheLogIsLate() {
    List<SourceFreshness> sources =
        List.of(
            new SourceFreshness(
                "auth0", Story.NOON.minus(Duration.ofMinutes(10)), Story.NOON.minusSeconds(2)),
            new SourceFreshness("gateway", Story.NOON, Story.NOON));
    Facts facts = Story.ordinary(1).facts(sources);

    Verdict verdict = Diagnosis.of(facts, Evidence.none());

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.sentence()).contains("it is late, or a clock is off");
  }

  @Test
  void isUnknownWhenACodeIsFilteredOut() {
    Verdict verdict = Story.ordinary(1).without(Story.WRONG_CODE, 0, 60).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.sentence()).contains("No fdeac at all", "filter");
  }

  /** Without a week to compare with: the step beside it goes on. */
  @Test
  void isUnknownWhenAFilterTakesACodeAwayMeanwhile() {
    Verdict tokens = Story.ordinary(1).nothingUsual().without(Story.TOKENS, 48, 60).verdict();
    assertThat(tokens.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(tokens.sentence()).contains("No sede for 12 minutes", "filter");

    Verdict logins = Story.ordinary(1).nothingUsual().without(Story.LOGIN, 48, 60).verdict();
    assertThat(logins.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(logins.sentence()).contains("No s for 12 minutes");
  }

  @Test
  void noTokensBecauseTheExchangeFailsAreNoFilter() {
    Verdict verdict =
        Story.ordinary(1).without(Story.TOKENS, 40, 60).during(40, 60, Story.DENIED, 5).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
    assertThat(verdict.gaps()).isEmpty();
  }

  @Test
  void noTokensBecauseNobodyLogsInAreNoFilter() {
    Verdict verdict =
        Story.ordinary(1)
            .nothingUsual()
            .without(Story.TOKENS, 40, 60)
            .without(Story.LOGIN, 40, 60)
            .verdict();

    assertThat(verdict.gaps()).isEmpty();
  }

  @Test
  void namesAFaultEvenWhenASourceIsBlind() {
    Verdict verdict =
        Story.ordinary(1)
            .tenantSilent(Duration.ofMinutes(20))
            .during(40, 60, Story.refusal("keys_unavailable"), 40)
            .verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.BROKEN);
    assertThat(verdict.certainty()).isEqualTo(Certainty.LOW);
    assertThat(verdict.gaps()).anyMatch(Gap::blinding);
  }

  @Test
  void wondersWhereTheDevicesAre() {
    Story story = Story.ordinary(1).without(Story.TOKENS, 0, 60).during(0, 60, Story.TOKENS, 0.5);

    Verdict verdict = story.verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.UNKNOWN);
    assertThat(verdict.step()).isEqualTo(Stage.EXCHANGE);
    assertThat(verdict.sentence()).contains("no failure is logged");
  }

  @Test
  void aSevereSignalIsAnAttack() {
    Verdict verdict = Story.ordinary(1).signal(lure(Signal.Severity.HIGH)).verdict();

    assertThat(verdict.kind()).isEqualTo(Kind.UNDER_ATTACK);
    assertThat(verdict.cause()).extracting(Cause::id).isEqualTo("device_code_phishing");
    assertThat(verdict.sentence()).startsWith("Attack suspected since 11:50 UTC");
  }

  @Test
  void aSignalOfLaterIsNot() {
    Story story = Story.ordinary(1).signal(lure(Signal.Severity.HIGH));
    Facts facts = story.facts();
    Instant before = Story.NOON.minus(Duration.ofMinutes(11));
    Facts earlier =
        new Facts(
            before,
            new TimeRange(facts.range().from(), before),
            facts.now(),
            facts.usual(),
            List.of(
                new SourceFreshness("auth0", before, before),
                new SourceFreshness("gateway", before, before)),
            facts.signals());

    assertThat(Diagnosis.of(earlier, Evidence.none()).kind()).isEqualTo(Kind.HEALTHY);
  }

  @Test
  void aMinorSignalIsNot() {
    assertThat(Story.ordinary(1).signal(lure(Signal.Severity.MEDIUM)).verdict().kind())
        .isEqualTo(Kind.HEALTHY);
  }

  private static Signal lure(Signal.Severity severity) {
    Instant raised = Story.NOON.minus(Duration.ofMinutes(10));
    return new Signal(
        "lure:1",
        Signal.SubjectKind.IP,
        "203.0.113.7",
        "device_code_phishing",
        "One address got the tokens of many users.",
        "one-device-many-users",
        severity,
        Signal.Mode.OBSERVE,
        new Signal.Evidence(List.of("auth0:1"), 4, 4),
        raised,
        raised.plus(Duration.ofDays(1)));
  }
}
