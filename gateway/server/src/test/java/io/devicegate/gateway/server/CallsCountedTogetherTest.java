package io.devicegate.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.gateway.decisionlog.DecisionRecord;
import io.devicegate.gateway.server.CallsCountedTogether.Calls;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallsCountedTogetherTest {

  private final AtomicLong nanos = new AtomicLong();
  private final CallsCountedTogether calls =
      new CallsCountedTogether(Duration.ofMinutes(15), nanos::get);

  @Test
  void firstCallOfEachCallerIsToldByItself() {
    assertThat(calls.isAlone(call("1", "alice", "catalogue"))).isTrue();
    assertThat(calls.isAlone(call("2", "bob", "catalogue"))).isTrue();
    assertThat(calls.drain()).isEmpty();
  }

  @Test
  void laterCallsAreCountedByKindWithTheLastOfThem() {
    calls.isAlone(call("1", "alice", "catalogue"));
    assertThat(calls.isAlone(call("2", "alice", "catalogue"))).isFalse();
    assertThat(calls.isAlone(call("3", "alice", "purchases"))).isFalse();
    assertThat(calls.isAlone(call("4", "alice", "catalogue"))).isFalse();

    assertThat(calls.drain())
        .containsExactly(
            new Calls(call("4", "alice", "catalogue"), 2),
            new Calls(call("3", "alice", "purchases"), 1));
    assertThat(calls.drain()).isEmpty();
  }

  @Test
  void callerIsToldOfAgainAfterAWhile() {
    calls.isAlone(call("1", "alice", "catalogue"));
    nanos.addAndGet(Duration.ofMinutes(15).toNanos());

    assertThat(calls.isAlone(call("2", "alice", "catalogue"))).isTrue();
  }

  private static DecisionRecord call(String id, String subject, String route) {
    return new DecisionRecord(
        id,
        Instant.EPOCH,
        route,
        "GET",
        "/",
        DecisionRecord.ALLOW,
        null,
        null,
        "test",
        "https://issuer.test/",
        subject,
        "tv",
        "device",
        "device_client:tv",
        Duration.ZERO,
        null,
        null,
        null,
        null,
        null);
  }
}
