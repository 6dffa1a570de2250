package io.devicegate.dashboards.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.incident.Activity;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FunnelBuilderTest {

  private static final TimeRange HOUR = TimeRange.before(TestEvents.NOON, Duration.ofHours(1));

  private final FunnelBuilder builder = new FunnelBuilder(Taxonomy.load());

  @Test
  void leavesOpenWhatTheLogDoesNotTell() {
    Funnel funnel = build(List.of(), List.of(), Set.of("auth0", "gateway"));

    assertThat(funnel.steps())
        .filteredOn(step -> !step.isObservable())
        .extracting(FunnelStep::stage)
        .containsExactly(Stage.REQUEST, Stage.ACTIVATION, Stage.CONFIRMATION);
    assertThat(funnel.steps())
        .filteredOn(FunnelStep::isObservable)
        .allSatisfy(step -> assertThat(step.succeeded()).isZero());
  }

  @Test
  void callsNothingZeroBeforeASourceHasSpoken() {
    Funnel funnel = build(List.of(), List.of(), Set.of());

    assertThat(funnel.steps())
        .hasSize(6)
        .allSatisfy(
            step -> {
              assertThat(step.succeeded()).isNull();
              assertThat(step.blindSpot()).isNotBlank();
            });
  }

  @Test
  void countsSuccessFailureWaitingAndCancellingApart() {
    List<EventCount> counts =
        List.of(
            count("sede", Stage.EXCHANGE, Outcome.SUCCESS, 7),
            count("fede", Stage.EXCHANGE, Outcome.PENDING, 90),
            count("fede", Stage.EXCHANGE, Outcome.FAILURE, 2),
            count("fede", Stage.EXCHANGE, Outcome.CANCELLED, 1),
            count("fdecc", Stage.CONFIRMATION, Outcome.CANCELLED, 1));
    Funnel funnel = build(counts, List.of(), Set.of("auth0"));

    FunnelStep exchange = funnel.steps().get(4);
    assertThat(exchange.succeeded()).isEqualTo(7);
    assertThat(exchange.pending()).isEqualTo(90);
    assertThat(exchange.failed()).isEqualTo(2);
    assertThat(exchange.cancelled()).isEqualTo(1);
    assertThat(funnel.steps().get(3).failed()).isZero();
  }

  @Test
  void addsUpACodeThatHasManyReasons() {
    List<EventCount> counts =
        List.of(
            new EventCount("auth0", "fdeaz", Stage.REQUEST, Outcome.FAILURE, "invalid_request", 2),
            new EventCount("auth0", "fdeaz", Stage.REQUEST, Outcome.FAILURE, null, 3));

    assertThat(build(counts, List.of(), Set.of("auth0")).steps().get(0).codes())
        .extracting(CodeCount::code, CodeCount::count)
        .containsExactly(tuple("fdeaz", 5L));
  }

  /** A key that is gone fails every call, and no token that it signed is known to be a device's. */
  @Test
  void callsFailAsTheVerdictSeesIt() {
    List<EventCount> counts =
        List.of(
            decision(Stage.CALL, Outcome.SUCCESS, null, 100),
            decision(Stage.CALL, Outcome.FAILURE, "policy_denied", 2),
            decision(Stage.NONE, Outcome.FAILURE, "signature_invalid", 5),
            decision(Stage.NONE, Outcome.FAILURE, "token_missing", 1_000),
            decision(Stage.CALL, Outcome.FAILURE, "signal_active", 30));
    FunnelStep call = build(counts, List.of(), Set.of("gateway")).steps().get(5);

    assertThat(call.failed()).isEqualTo(7);
    assertThat(call.codes())
        .extracting(CodeCount::code, CodeCount::count)
        .containsExactly(tuple("signature_invalid", 5L), tuple("policy_denied", 2L));
  }

  @Test
  void takesLoginsOfDeviceClientsOnly() {
    List<EventCount> all = List.of(count("s", Stage.LOGIN, Outcome.SUCCESS, 1_000));
    List<EventCount> device = List.of(count("s", Stage.LOGIN, Outcome.SUCCESS, 4));

    assertThat(build(all, device, Set.of("auth0")).steps().get(2).succeeded()).isEqualTo(4);
  }

  private Funnel build(List<EventCount> counts, List<EventCount> logins, Set<String> sources) {
    return builder.build(new Activity(HOUR, counts, logins), 0, sources);
  }

  private static EventCount decision(
      Stage stage, Outcome outcome, @Nullable String reason, long count) {
    return new EventCount("gateway", "decision", stage, outcome, reason, count);
  }

  private static EventCount count(String type, Stage stage, Outcome outcome, long count) {
    return new EventCount("auth0", type, stage, outcome, null, count);
  }
}
