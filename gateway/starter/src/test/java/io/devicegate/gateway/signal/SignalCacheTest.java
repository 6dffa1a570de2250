package io.devicegate.gateway.signal;

import static io.devicegate.gateway.testing.TestSignals.enforcing;
import static io.devicegate.gateway.testing.TestSignals.observing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicegate.gateway.telemetry.SignalMetrics;
import io.devicegate.gateway.testing.MovedClock;
import io.devicegate.gateway.testing.TestSignals;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Mode;
import io.devicegate.rules.event.Signal.SubjectKind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalCacheTest {

  private static final SignalSubjects ALICE =
      new SignalSubjects("tv", "alice", "session-1", "192.0.2.7");

  private final MovedClock clock = new MovedClock();
  private final Instant now = clock.instant();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final SignalCache signals = new SignalCache(100, clock, new SignalMetrics(registry));

  @ParameterizedTest
  @CsvSource({"CLIENT, tv", "USER, alice", "SESSION, session-1", "IP, 192.0.2.7"})
  void findsAndRefusesWhomSignalIsAbout(SubjectKind kind, String subject) {
    Signal signal = enforcing("1", kind, subject, now);
    signals.put(signal);

    assertThat(signals.about(ALICE)).containsExactly(signal);
    assertThat(signals.refusing(signals.about(ALICE))).isEqualTo(signal);
  }

  @ParameterizedTest
  @CsvSource({"CLIENT, alice", "USER, tv", "SESSION, alice", "IP, 192.0.2.8", "USER, Alice"})
  void leavesOthersAlone(SubjectKind kind, String subject) {
    signals.put(enforcing("1", kind, subject, now));

    assertThat(signals.about(ALICE)).isEmpty();
    assertThat(signals.about(new SignalSubjects(null, null, null, null))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "2001:db8::1, 2001:db8:0:0:0:0:0:1",
    "2001:DB8:0::0:1, 2001:db8:0:0:0:0:0:1",
    "::ffff:192.0.2.7, 192.0.2.7",
    "fe80::1, fe80:0:0:0:0:0:0:1%eth0"
  })
  void findsAddressInEverySpelling(String logged, String seen) {
    signals.put(enforcing("1", SubjectKind.IP, logged, now));

    assertThat(signals.about(new SignalSubjects(null, null, null, seen))).hasSize(1);
  }

  @Test
  void observingSignalAndOneAboutAllOfTheTenantRefuseNobody() {
    Signal observing = observing("1", SubjectKind.USER, "alice", now);
    Signal everybody = enforcing("2", SubjectKind.TENANT, "*", now);
    signals.put(observing);
    signals.put(everybody);

    assertThat(signals.about(ALICE)).containsExactly(observing, everybody);
    assertThat(signals.refusing(signals.about(ALICE))).isNull();
    assertThat(count("devicegate.signal.requests", "effect", "allow")).isEqualTo(2);
    assertThat(registry.find("devicegate.signal.enforcement.delay").timer()).isNull();
    assertThat(signals.enforcing()).isZero();
  }

  @Test
  void signalEndsWhenItExpires() {
    signals.put(enforcing("1", SubjectKind.USER, "alice", now));

    clock.advance(Duration.ofHours(1).minusMillis(1));
    assertThat(signals.about(ALICE)).hasSize(1);
    clock.advance(Duration.ofMillis(1));
    assertThat(signals.about(ALICE)).isEmpty();
    assertThat(signals.activeByKind()).isEmpty();
  }

  @Test
  void takesNothingThatHasExpired() {
    signals.put(enforcing("1", SubjectKind.USER, "alice", now.minus(Duration.ofHours(2))));

    assertThat(signals.about(ALICE)).isEmpty();
    assertThat(count("devicegate.signals.dropped", "result", "expired")).isEqualTo(1);
  }

  @Test
  void laterSignalOfTheSameIdReplacesTheEarlier() {
    signals.put(enforcing("1", SubjectKind.USER, "alice", now));
    Signal later = observing("1", SubjectKind.USER, "alice", now.minusSeconds(5));
    signals.put(later);

    assertThat(signals.about(ALICE)).containsExactly(later);
    assertThat(signals.activeByKind()).containsExactly(java.util.Map.entry(TestSignals.KIND, 1L));
  }

  @Test
  void whatIsNotAmongAllNoLongerHolds() {
    Signal kept = enforcing("2", SubjectKind.CLIENT, "tv", now);
    signals.put(enforcing("1", SubjectKind.USER, "alice", now));
    signals.put(kept);
    signals.replaceAll(List.of(kept));

    assertThat(signals.about(ALICE)).containsExactly(kept);
    signals.replaceAll(List.of());
    assertThat(signals.about(ALICE)).isEmpty();
  }

  @Test
  void floodOfObservingSignalsDisplacesNoneThatEnforces() {
    signals.put(enforcing("kept", SubjectKind.USER, "alice", now));
    for (int i = 0; i < 10_000; i++) {
      signals.put(observing("flood-" + i, SubjectKind.IP, "address-" + i, now.plusMillis(i)));
    }

    assertThat(signals.activeByKind()).containsExactly(java.util.Map.entry(TestSignals.KIND, 100L));
    assertThat(signals.about(ALICE)).hasSize(1);
    assertThat(count("devicegate.signals.dropped", "result", "evicted")).isEqualTo(9_901);
  }

  @Test
  void floodAboutOneSubjectKeepsThoseThatEnforceAndLastLongest() {
    signals.put(enforcing("kept", SubjectKind.USER, "alice", now));
    for (int i = 0; i < 90; i++) {
      signals.put(observing("flood-" + i, SubjectKind.USER, "alice", now.plusMillis(i)));
    }

    assertThat(signals.about(ALICE)).hasSize(32);
    assertThat(signals.about(ALICE)).extracting(Signal::id).contains("kept", "flood-89");
  }

  @Test
  void outcomeIsTheSameInAnyOrderAndWithDuplicates() {
    SignalCache other = new SignalCache(100, clock, new SignalMetrics(new SimpleMeterRegistry()));
    List<Signal> all =
        List.of(
            enforcing("1", SubjectKind.USER, "alice", now),
            observing("2", SubjectKind.CLIENT, "tv", now),
            enforcing("3", SubjectKind.IP, "192.0.2.7", now));
    all.forEach(signals::put);
    for (int i : new int[] {2, 0, 2, 1, 0}) {
      other.put(all.get(i));
    }

    assertThat(other.about(ALICE)).containsExactlyInAnyOrderElementsOf(signals.about(ALICE));
  }

  @Test
  void namesTheSignalThatHoldsLongest() {
    signals.put(
        TestSignals.of(
            "long", SubjectKind.IP, "192.0.2.7", Mode.ENFORCE, now, Duration.ofHours(9)));
    signals.put(enforcing("short", SubjectKind.USER, "alice", now));

    assertThat(signals.refusing(signals.about(ALICE))).extracting(Signal::id).isEqualTo("long");
  }

  @Test
  void measuresTheTimeToTheFirstRefusalOnce() {
    signals.put(enforcing("1", SubjectKind.USER, "alice", now));
    clock.advance(Duration.ofSeconds(3));
    signals.refusing(signals.about(ALICE));
    clock.advance(Duration.ofSeconds(60));
    signals.put(enforcing("1", SubjectKind.USER, "alice", now.minusSeconds(1)));
    signals.refusing(signals.about(ALICE));

    var delay = registry.get("devicegate.signal.enforcement.delay").timer();
    assertThat(delay.count()).isEqualTo(1);
    assertThat(delay.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
    assertThat(count("devicegate.signal.requests", "effect", "refuse")).isEqualTo(2);
  }

  @Test
  void showsHowManyHoldByKind() {
    signals.put(enforcing("1", SubjectKind.USER, "alice", now));
    signals.put(observing("2", SubjectKind.USER, "bob", now));

    assertThat(registry.get("devicegate.signals.active").gauge().value()).isEqualTo(2);
    clock.advance(Duration.ofHours(1));
    assertThat(registry.get("devicegate.signals.active").gauge().value()).isZero();
  }

  @Test
  void refusesBoundThatIsNone() {
    assertThatThrownBy(() -> new SignalCache(0, clock, new SignalMetrics(registry)))
        .hasMessage("capacity: 0 (expected: > 0)");
  }

  private double count(String meter, String label, String value) {
    return registry.get(meter).tag(label, value).counter().count();
  }
}
