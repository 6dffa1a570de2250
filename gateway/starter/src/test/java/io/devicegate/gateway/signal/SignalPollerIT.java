package io.devicegate.gateway.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicegate.gateway.telemetry.SignalMetrics;
import io.devicegate.gateway.testing.FakeFeed;
import io.devicegate.gateway.testing.MovedClock;
import io.devicegate.gateway.testing.TestSignals;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.util.unit.DataSize;

/** A gateway apart from its dashboards, over real HTTP. */
class SignalPollerIT {

  private static final SignalSubjects ALICE = new SignalSubjects("tv", "alice", null, null);

  private final MovedClock clock = new MovedClock();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SignalMetrics metrics = new SignalMetrics(registry);
  private final SignalCache cache = new SignalCache(100, clock, metrics);
  private final FakeFeed feed = new FakeFeed();
  private final SignalPoller poller = new SignalPoller(settings(), cache, metrics, clock);
  private final SignalHealthIndicator health =
      new SignalHealthIndicator(poller, cache, Duration.ofMinutes(1));
  private final Signal signal =
      TestSignals.enforcing("1", SubjectKind.USER, "alice", clock.instant());

  @AfterEach
  void stop() {
    poller.close();
    feed.close();
  }

  @Test
  void knowsWhatTheFeedKnows() {
    feed.answers(List.of(signal));
    poller.start();
    await().until(() -> !cache.about(ALICE).isEmpty());

    assertThat(feed.authorization).isEqualTo("Bearer feed-words");
    Signal known = cache.about(ALICE).get(0);
    assertThat(known).usingRecursiveComparison().ignoringFields("evidence").isEqualTo(signal);
    assertThat(known.evidence().events()).containsExactly("auth0:1");
    await().until(() -> feed.unchanged.get() > 1);
    assertThat(cache.about(ALICE)).hasSize(1);

    feed.answers(List.of());
    await().until(() -> cache.about(ALICE).isEmpty());
    assertThat(poller.lastResult()).isEqualTo("success");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          503 | {}                | status_503
          302 | {}                | status_302
          200 | {"signals":"all"} | malformed
          200 | no json           | malformed
          """)
  void keepsWhatItKnowsUntilThatExpires(int status, String body, String result) {
    feed.answers(List.of(signal));
    poller.start();
    await().until(() -> !cache.about(ALICE).isEmpty());
    feed.answers(status, body);
    await().until(() -> poller.lastResult().equals(result));

    assertThat(cache.about(ALICE)).containsExactly(cache.about(ALICE).get(0)).hasSize(1);
    assertThat(registry.get("devicegate.signal.feed.polls").tag("result", result).counter().count())
        .isPositive();
    clock.advance(Duration.ofHours(1));
    assertThat(cache.about(ALICE)).isEmpty();

    feed.answers(List.of(TestSignals.enforcing("2", SubjectKind.USER, "alice", clock.instant())));
    await().until(() -> !cache.about(ALICE).isEmpty());
  }

  @Test
  void isOutOfServiceUntilItKnows() {
    cache.awaitAll();
    feed.answers(503, "{}");
    poller.start();
    await().until(() -> poller.lastResult().equals("status_503"));
    assertThat(cache.isAwaited()).isTrue();
    assertThat(health.health().getStatus().getCode()).isEqualTo("OUT_OF_SERVICE");

    feed.answers(List.of());
    await().until(() -> health.health().getStatus().getCode().equals("UP"));
    assertThat(cache.isAwaited()).isFalse();
  }

  @Test
  void saysHowLongTheFeedHasBeenAway() {
    poller.start();
    await().until(() -> poller.lastResult().equals("success"));
    feed.answers(503, "{}");
    await().until(() -> poller.lastResult().equals("status_503"));
    assertThat(health.health().getStatus().getCode()).isEqualTo("UP");
    clock.advance(Duration.ofSeconds(61));

    Health stale = health.health();
    assertThat(stale.getStatus().getCode()).isEqualTo("DEGRADED");
    assertThat(stale.getDetails())
        .containsEntry("secondsSinceContact", 61L)
        .containsEntry("lastPoll", "status_503");
    assertThat(registry.get("devicegate.signal.feed.since.contact").gauge().value()).isEqualTo(61);

    feed.answers(List.of());
    await().until(() -> health.health().getStatus().getCode().equals("UP"));
  }

  @Test
  void feedThatIsGoneIsNoReasonToStop() {
    feed.answers(List.of(signal));
    poller.start();
    await().until(() -> !cache.about(ALICE).isEmpty());
    feed.close();
    await().until(() -> poller.lastResult().equals("network"));

    assertThat(cache.refusing(cache.about(ALICE))).isNotNull();
  }

  @Test
  void answerThatIsTooLongIsNotRead() {
    feed.answers(200, "{\"signals\":[],\"x\":\"" + "x".repeat(200_000) + "\"}");
    poller.start();
    await().until(() -> poller.lastResult().equals("network"));

    assertThat(cache.about(ALICE)).isEmpty();
  }

  @Test
  void leavesOutWhatItDoesNotUnderstand() {
    String good = FakeFeed.json(signal);
    feed.answers(
        200,
        "{\"signals\":["
            + String.join(
                ",",
                good.replace("\"user\"", "\"planet\""),
                good.replace("\"raised_at\":\"2", "\"raised_at\":\"x"),
                "7",
                "{}",
                good)
            + "],\"more\":1}");
    poller.start();
    await().until(() -> !cache.about(ALICE).isEmpty());

    assertThat(
            registry.get("devicegate.signals.dropped").tag("result", "invalid").counter().count())
        .isGreaterThanOrEqualTo(4);
  }

  private SignalProperties settings() {
    return new SignalProperties(
        100,
        URI.create(feed.url()),
        "feed-words",
        Duration.ofMillis(100),
        Duration.ofSeconds(2),
        Duration.ofMillis(400),
        DataSize.ofKilobytes(100),
        null,
        Duration.ofMinutes(1));
  }
}
