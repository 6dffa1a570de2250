package io.devicegate.rules.detection;

import static io.devicegate.rules.detection.TestStreams.OPTIONS;
import static io.devicegate.rules.detection.TestStreams.START;
import static io.devicegate.rules.detection.TestStreams.compile;
import static io.devicegate.rules.detection.TestStreams.detection;
import static io.devicegate.rules.detection.TestStreams.event;
import static io.devicegate.rules.detection.TestStreams.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorTest {

  private static final String IP = "192.0.2.1";
  private static final String THREE =
      detection("three", "{size: 60s, lateness: 30s}", "threshold: 3");
  private static final String HALF =
      detection(
          "half",
          "{size: 60s, lateness: 30s}",
          "ratio: {of: event.type == 'bad', at_least: 0.5, min_events: 4}");

  private final Detector detector = new Detector(compile(THREE));

  @Test
  void raisesWhatTheRuleSaysAtTheEventThatCompletesIt() {
    assertThat(detector.accept(event("a", "x", 0, IP))).isEmpty();
    assertThat(detector.accept(event("b", "x", 10, IP))).isEmpty();
    assertThat(detector.accept(event("c", "x", 20, IP)))
        .singleElement()
        .satisfies(
            signal -> {
              assertThat(signal.id()).startsWith("three:");
              assertThat(signal.subjectKind()).isEqualTo(Signal.SubjectKind.IP);
              assertThat(signal.subject()).isEqualTo(IP);
              assertThat(signal.kind()).isEqualTo("test");
              assertThat(signal.reason()).isEqualTo("Test.");
              assertThat(signal.rule()).isEqualTo("three");
              assertThat(signal.severity()).isEqualTo(Signal.Severity.LOW);
              assertThat(signal.mode()).isEqualTo(Signal.Mode.ENFORCE);
              assertThat(signal.evidence())
                  .isEqualTo(new Signal.Evidence(List.of("auth0:a", "auth0:b", "auth0:c"), 3, 3));
              assertThat(signal.raisedAt()).isEqualTo(START.plusSeconds(20));
              assertThat(signal.expiresAt()).isEqualTo(START.plusSeconds(20 + 3_600));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "0, 30, 59, true",
    "0, 30, 60, false", // the window is open at its start: exactly one size back is out
    "59, 60, 61, true", // across the edge of two windows
    "1, 59, 60, true",
    "1, 59, 61, false",
    "30, 90, 150, false"
  })
  void looksBackByOneSizeFromEachEvent(long first, long second, long third, boolean raised) {
    List<Signal> signals =
        run(
            detector,
            List.of(
                event("a", "x", first, IP),
                event("b", "x", second, IP),
                event("c", "x", third, IP)));

    assertThat(signals).hasSize(raised ? 1 : 0);
  }

  @Test
  void raisesOnceAWindowAndAnewWhileTheTroubleLasts() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      events.add(event("e" + i, "x", i * 5L, IP));
    }

    List<Signal> signals = run(detector, events);

    assertThat(signals)
        .extracting(Signal::raisedAt)
        .containsExactly(START.plusSeconds(10), START.plusSeconds(60), START.plusSeconds(120));
    assertThat(signals).extracting(Signal::id).doesNotHaveDuplicates();
  }

  @Test
  void correctsASignalWhenAnEventThatCameLateMakesItOlder() {
    detector.accept(event("a", "x", 0, IP));
    detector.accept(event("b", "x", 10, IP));
    Signal first = detector.accept(event("d", "x", 30, IP)).get(0);

    Signal corrected = detector.accept(event("c", "x", 20, IP)).get(0);

    assertThat(corrected.id()).isEqualTo(first.id());
    assertThat(corrected.raisedAt()).isEqualTo(START.plusSeconds(20));
    assertThat(corrected.evidence().events()).containsExactly("auth0:a", "auth0:b", "auth0:c");
  }

  @Test
  void doesNotLookAtWhatIsLaterThanTheLatenessAndCountsIt() {
    detector.accept(event("a", "x", 0, IP));
    detector.accept(event("b", "x", 10, IP));
    detector.accept(event("z", "x", 50, "192.0.2.2"));

    assertThat(detector.accept(event("c", "x", 19, IP))).isEmpty();
    assertThat(detector.statistics().late()).isEqualTo(1);
    // As late as allowed.
    assertThat(detector.accept(event("d", "x", 20, IP))).hasSize(1);
    assertThat(detector.statistics().late()).isEqualTo(1);
  }

  @Test
  void countsOneEventOnceHoweverOftenItComes() {
    List<Event> events = new ArrayList<>(Collections.nCopies(50, event("same", "x", 5, IP)));
    events.add(event("other", "x", 6, IP));

    assertThat(run(detector, events)).isEmpty();
  }

  @Test
  void tellsApartEventsOfTwoSourcesWithOneId() {
    Event decision =
        new Event(Event.GATEWAY, "a", "decision", START, new Subject(null, null, null, IP), "{}");

    List<Signal> signals =
        run(detector, List.of(event("a", "x", 0, IP), decision, event("b", "x", 0, IP)));

    assertThat(signals).hasSize(1);
    assertThat(signals.get(0).evidence().events())
        .containsExactlyInAnyOrder("auth0:a", "gateway:a", "auth0:b");
  }

  @Test
  void judgesARatioWhenItsWindowIsOverAndNoEventCanStillCome() {
    Detector ratio = new Detector(compile(HALF));
    for (int i = 0; i < 4; i++) {
      assertThat(ratio.accept(event("e" + i, i < 2 ? "bad" : "good", i, IP))).isEmpty();
    }

    assertThat(ratio.advance(START.plusSeconds(89))).isEmpty();
    assertThat(ratio.advance(START.plusSeconds(90)))
        .singleElement()
        .satisfies(
            signal -> {
              assertThat(signal.raisedAt()).isEqualTo(START.plusSeconds(60));
              assertThat(signal.evidence())
                  .isEqualTo(new Signal.Evidence(List.of("auth0:e0", "auth0:e1"), 2, 4));
            });
    assertThat(ratio.advance(START.plusSeconds(1_000))).isEmpty();
  }

  @Test
  void judgesARatioOfVeryManyEventsByASample() {
    Detector ratio = new Detector(compile(HALF));
    for (int i = 0; i < 20_000; i++) {
      ratio.accept(event("e" + i, i % 10 < 7 ? "bad" : "good", 30, IP));
    }

    Signal.Evidence evidence = ratio.advance(START.plusSeconds(90)).get(0).evidence();

    assertThat(evidence.total()).isBetween(18_000L, 22_000L);
    assertThat(evidence.count() / (double) evidence.total()).isBetween(0.65, 0.75);
  }

  @Test
  void findsASequenceBehindABurstOfItsFirstStep() {
    Detector sequence =
        new Detector(
            compile(
                detection(
                    "seq",
                    "{size: 60s, lateness: 30s}",
                    "sequence: {steps: [{when: event.type == 'a'}, {when: event.type == 'b'}]}")));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      events.add(event("a" + i, "a", i / 100, IP));
    }
    events.add(event("b", "b", 50, IP));

    assertThat(run(sequence, events))
        .singleElement()
        .satisfies(signal -> assertThat(signal.raisedAt()).isEqualTo(START.plusSeconds(50)));
  }

  @Test
  void oneEventIsNotTwoStepsOfASequence() {
    Detector sequence =
        new Detector(
            compile(
                detection(
                    "seq",
                    "{size: 60s, lateness: 30s}",
                    "sequence: {steps: [{when: event.type == 'a', count: 3}]}")));

    assertThat(run(sequence, List.of(event("1", "a", 1, IP), event("2", "a", 2, IP)))).isEmpty();
  }

  @Test
  void remembersNoMoreKeysThanAllowedAndForgetsTheOneTouchedLongestAgo() {
    Detector small = new Detector(compile(OPTIONS.withMaxKeys(100), THREE));
    small.accept(event("a1", "x", 0, IP));
    for (int i = 0; i < 5_000; i++) {
      if (i % 50 == 0) {
        small.accept(event("a" + (100_000 + i), "y", 1, IP));
      }
      small.accept(event("e" + i, "x", 1, "198.51.100." + i));
      assertThat(small.statistics().keys()).isLessThanOrEqualTo(100);
    }

    assertThat(small.statistics().evicted()).isEqualTo(5_000 + 1 - 100);
    // The key that kept being touched was kept, and has had its signal long since.
    assertThat(small.statistics().signals()).isEqualTo(1);
  }

  @Test
  void forgetsKeysWhoseWindowsAreOverWithoutCallingItEviction() {
    for (int i = 0; i < 1_000; i++) {
      detector.accept(event("e" + i, "x", i, "198.51.100." + i));
    }

    assertThat(detector.statistics().keys()).isLessThan(220);
    assertThat(detector.statistics().evicted()).isZero();
  }

  @Test
  void keepsTheMemoryOfLongTextsShortAndThemApart() {
    String user = "x".repeat(4_000);
    Detector byUser =
        new Detector(compile(THREE.replace("event.ip", "event.user").replace(": ip", ": user")));
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Subject subject = new Subject(null, user + i % 2, null, null);
      signals.addAll(byUser.accept(new Event(Event.AUTH0, "e" + i, "x", START, subject, "{}")));
    }

    assertThat(signals).hasSize(2);
    assertThat(signals).allMatch(signal -> signal.subject().length() <= 256);
    assertThat(signals.get(0).subject()).isNotEqualTo(signals.get(1).subject());
  }

  @Test
  void seesTheTypedPartsOfAnEventWhoseJsonIsBroken() {
    for (int i = 0; i < 3; i++) {
      detector.accept(
          new Event(
              Event.AUTH0, "e" + i, "x", START, new Subject(null, null, null, IP), "{\"a\":"));
    }

    assertThat(detector.statistics().unreadable()).isEqualTo(3);
    assertThat(detector.statistics().signals()).isEqualTo(1);
  }

  @Test
  void takesNoNoticeOfTimesThatMakeNoSense() {
    detector.accept(event("a", "x", 0, IP));
    for (Instant time : List.of(Instant.MIN, Instant.MAX, Instant.parse("9999-12-31T00:00:00Z"))) {
      detector.accept(TestStreams.event("m", "x", time, IP, "c", "u", "DE"));
    }
    detector.advance(Instant.MAX);
    detector.accept(event("b", "x", 1, IP));

    assertThat(detector.accept(event("c", "x", 2, IP))).hasSize(1);
    assertThat(detector.statistics().unreadable()).isEqualTo(3);
  }

  @Test
  void aConditionThatFailsDoesNotMatchAndIsCounted() {
    Detector failing =
        new Detector(
            compile(
                THREE.replace("when: has(event.ip)", "when: has(event.ip) && int(event.ip) > 1")));

    failing.accept(event("a", "x", 0, IP));

    assertThat(failing.statistics().failed()).isEqualTo(1);
    assertThat(failing.statistics().keys()).isZero();
  }

  @Test
  void isTheSameWithTheIndexOverTypes() {
    DetectionRules rules =
        compile(
            THREE,
            THREE
                .replace("id: three", "id: typed")
                .replace("when: ", "when: event.type in ['x', 'y'] && "));
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      events.add(event("e" + i, List.of("x", "y", "z").get(i % 3), i, IP));
    }

    assertThat(run(rules, events))
        .extracting(Signal::rule, signal -> Duration.between(START, signal.raisedAt()).toSeconds())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("three", 2L),
            org.assertj.core.groups.Tuple.tuple("typed", 3L));
  }

  @Test
  void keysOfDifferentTextsAreDifferent() {
    assertThat(Key.of(List.of("a", "b:c"))).isNotEqualTo(Key.of(List.of("a:b", "c")));
    String three = Key.of(List.of("a:1", "", "3:xyz"));
    assertThat(Key.part(three, 0, 3)).isEqualTo("a:1");
    assertThat(Key.part(three, 1, 3)).isEmpty();
    assertThat(Key.part(three, 2, 3)).isEqualTo("3:xyz");
    assertThat(Key.inFull(three, 3)).isEqualTo(three);
    String one = Key.of(List.of("3:xyz"));
    assertThat(Key.part(one, 0, 1)).isEqualTo("3:xyz");
    assertThat(Key.inFull(one, 1)).isEqualTo("5:3:xyz");
  }
}
