package io.devicegate.dashboards.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.dashboards.TestEvents;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.telemetry.Exemplars;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StepCounterTest {

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private StepCounter counter = new StepCounter(registry, new Exemplars());

  @Test
  void showsZeroBeforeTheFirstFailure() {
    assertThat(steps("request", "fault", "other")).isZero();
    assertThat(steps("exchange", "fault", "other")).isZero();
    assertThat(steps("call", "fault", "other")).isZero();
  }

  @Test
  void codesThatRanOutAndPollsThatWaitAreNoFaults() {
    counter.committed(
        List.of(
            exchange("1", Outcome.FAILURE, "expired_token"),
            exchange("2", Outcome.FAILURE, "invalid_grant"),
            exchange("3", Outcome.PENDING, "authorization_pending"),
            exchange("4", Outcome.PENDING, "slow_down"),
            exchange("5", Outcome.FAILURE, "access_denied")));

    assertThat(steps("exchange", "unfinished", "other")).isEqualTo(2);
    assertThat(steps("exchange", "silent", "other")).isEqualTo(2);
    assertThat(steps("exchange", "fault", "other")).isEqualTo(1);
    assertThat(errors("exchange", "fault", "access_denied")).isEqualTo(1);
  }

  /** The login tells of that. */
  @Test
  void aRightCodeWhoseUserIsRefusedIsNoWrongCode() {
    counter.committed(
        List.of(
            activation("1", "access_denied"),
            activation("2", "invalid_code"),
            activation("3", "expired_code")));

    assertThat(steps("activation", "silent", "other")).isEqualTo(1);
    assertThat(steps("activation", "refused_input", "other")).isEqualTo(2);
  }

  private static StoredEvent activation(String id, String reason) {
    Subject subject = new Subject("tv", null, null, null);
    return new StoredEvent(
        new Event(Event.AUTH0, id, "fdeac", TestEvents.NOON, subject, "{}"),
        Stage.ACTIVATION,
        Outcome.FAILURE,
        reason,
        null,
        TestEvents.NOON);
  }

  @Test
  void aClientHasALabelOnceItSucceeded() {
    counter.committed(List.of(tenant("1", "fdeaz", "tv"), tenant("2", "sede", "tv")));
    counter.committed(List.of(tenant("3", "fdeaz", "tv")));

    assertThat(steps("request", "fault", "other")).isEqualTo(1);
    assertThat(steps("request", "fault", "tv")).isEqualTo(1);
    assertThat(steps("exchange", "success", "tv")).isEqualTo(1);
    assertThat(steps("login", "fault", "tv")).as("shown before it happens").isZero();
  }

  @Test
  void clientsBeyondTheBudgetShareALabel() {
    counter.committed(
        IntStream.range(0, 60).mapToObj(i -> tenant("id" + i, "sede", "client-" + i)).toList());

    assertThat(steps("exchange", "success", "other")).isEqualTo(10);
  }

  @Test
  void inventedNamesOfClientsTakeNoRoom() {
    counter.committed(
        IntStream.range(0, 60).mapToObj(i -> tenant("id" + i, "fdeaz", "made-up-" + i)).toList());
    counter.committed(List.of(tenant("1", "sede", "tv")));

    assertThat(steps("request", "fault", "other")).isEqualTo(60);
    assertThat(steps("exchange", "success", "tv")).isEqualTo(1);
  }

  @Test
  void callsCountedTogetherCountEach() {
    StoredEvent calls = TestEvents.decision("1", TestEvents.NOON, Outcome.SUCCESS, null, null);
    counter.committed(
        List.of(
            new StoredEvent(
                calls.event(),
                Stage.CALL,
                Outcome.SUCCESS,
                null,
                null,
                calls.received(),
                40,
                null)));

    assertThat(steps("call", "success", "sandbox-tv")).isEqualTo(40);
  }

  @Test
  void theTenantsRateLimitIsAFaultOfRequests() {
    counter.committed(List.of(tenant("1", "api_limit", "tv")));

    assertThat(errors("request", "fault", "api_limit")).isEqualTo(1);
  }

  @Test
  void timesFromTheLoginToTheTokens() {
    counter.committed(
        List.of(
            TestEvents.tenant("1", "s", TestEvents.NOON),
            TestEvents.tenant("2", "sede", TestEvents.NOON.plusSeconds(20)),
            TestEvents.tenant("3", "sede", TestEvents.NOON.plusSeconds(30))));

    Timer timer = duration("login", "exchange");
    assertThat(timer.count()).as("the second device has no login of its own").isEqualTo(1);
    assertThat(timer.totalTime(TimeUnit.SECONDS)).isEqualTo(20);
  }

  /** The gateway tells of a call before the tenant's log brings the exchange. */
  @Test
  void timesFromTheTokensToTheFirstCallInAnyOrder() {
    Instant noon = TestEvents.NOON;
    List<StoredEvent> steps =
        List.of(
            TestEvents.tenant("1", "s", noon),
            TestEvents.tenant("2", "sede", noon.plusSeconds(20)),
            call("3", noon.plusSeconds(23)),
            call("4", noon.plusSeconds(60)));
    List<StoredEvent> shuffled = new ArrayList<>(steps);
    Random random = new Random(1);
    for (int i = 1; i <= 20; i++) {
      counter.committed(shuffled);
      assertThat(duration("login", "exchange").totalTime(TimeUnit.SECONDS)).isEqualTo(20 * i);
      assertThat(duration("exchange", "call").totalTime(TimeUnit.SECONDS)).isEqualTo(3 * i);
      counter = new StepCounter(registry, new Exemplars());
      Collections.shuffle(shuffled, random);
      // The later call last: who calls first is told only by what has come.
      shuffled.sort(Comparator.comparing(it -> it.event().id().equals("4")));
    }
  }

  private static StoredEvent call(String id, Instant time) {
    return TestEvents.decision(id, time, Outcome.SUCCESS, null, "auth0|alice");
  }

  private Timer duration(String from, String to) {
    return registry.get("devicegate.device.flow.duration").tags("from", from, "to", to).timer();
  }

  @Test
  void aLoginOfLongAgoIsNotThatOfTheDevice() {
    counter.committed(
        List.of(
            TestEvents.tenant("1", "s", TestEvents.NOON),
            TestEvents.tenant("2", "sede", TestEvents.NOON.plusSeconds(16 * 60))));

    assertThat(registry.find("devicegate.device.flow.duration").timer()).isNull();
  }

  private double steps(String step, String outcome, String client) {
    return count("devicegate.device.flow.steps", step, outcome, "client", client);
  }

  private double errors(String step, String outcome, String reason) {
    return count("devicegate.device.flow.errors", step, outcome, "reason", reason);
  }

  private double count(String name, String step, String outcome, String key, String value) {
    return registry.get(name).tags("step", step, "outcome", outcome, key, value).counter().count();
  }

  private static StoredEvent tenant(String id, String type, String client) {
    return TestEvents.tenant(id, type, TestEvents.NOON, client);
  }

  private static StoredEvent exchange(String id, Outcome outcome, String reason) {
    Subject subject = new Subject("tv", null, null, null);
    return new StoredEvent(
        new Event(Event.AUTH0, id, "fede", TestEvents.NOON, subject, "{}"),
        Stage.EXCHANGE,
        outcome,
        reason,
        null,
        TestEvents.NOON);
  }
}
