package io.devicegate.rules.detection;

import static io.devicegate.rules.detection.TestStreams.START;
import static io.devicegate.rules.detection.TestStreams.compile;
import static io.devicegate.rules.detection.TestStreams.detection;
import static io.devicegate.rules.detection.TestStreams.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every stream of events, tried on random ones. */
class DetectorPropertiesTest {

  private static final int LATENESS = 60;
  private static final int STREAMS = 60;
  private static final String WINDOW = "{size: 60s, lateness: 60s}";
  private static final String THRESHOLD = detection("t", WINDOW, "threshold: 4");
  private static final String DISTINCT =
      detection("d", WINDOW, "distinct: {of: \"event.?code.orValue('')\", at_least: 3}");
  private static final String RATIO =
      detection("r", WINDOW, "ratio: {of: \"event.type == 'a'\", at_least: 0.5, min_events: 4}");
  private static final String SEQUENCE =
      detection(
          "s",
          WINDOW,
          "sequence: {steps: [{when: \"event.type == 'a'\", count: 2}, {when: \"event.type =="
              + " 'b'\"}], differs: \"event.?country.orValue('')\"}");

  private static final DetectionRules ALL = compile(THRESHOLD, DISTINCT, RATIO, SEQUENCE);

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theSameSignalsComeOfAnyOrderAndDuplicationWithinTheLateness(long seed) {
    Random random = new Random(seed);
    int raised = 0;
    for (int i = 0; i < STREAMS; i++) {
      List<Event> stream = stream(random);
      List<Signal> signals = run(ALL, stream);
      raised += signals.size();
      for (int j = 0; j < 4; j++) {
        List<Event> disturbed = disturbed(stream, random);
        Detector detector = new Detector(ALL);
        assertThat(run(detector, disturbed)).isEqualTo(signals);
        assertThat(detector.statistics().late()).isZero();
      }
    }
    assertThat(raised).isGreaterThan(STREAMS);
  }

  /** A detector reads of an event's JSON what its detections name. */
  @Test
  void theSameSignalsComeIfAnotherDetectionReadsAllOfTheJson() {
    String all =
        detection("all", WINDOW, "threshold: 1")
            .replace("when: has(event.ip)", "when: has(event.ip) && event.json.size() > 100");
    Random random = new Random(9);
    for (String detection : List.of(THRESHOLD, DISTINCT, RATIO, SEQUENCE)) {
      int raised = 0;
      for (int i = 0; i < STREAMS; i++) {
        List<Event> stream = stream(random);
        List<Signal> signals = run(compile(detection), stream);
        raised += signals.size();

        assertThat(run(compile(detection, all), stream)).isEqualTo(signals);
      }
      assertThat(raised).as(detection).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7, 8})
  void aWindowIsFoundExactlyWhenLookingAtEveryEventFindsIt(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < STREAMS; i++) {
      List<Event> stream = stream(random);

      assertThat(places(run(compile(THRESHOLD), stream))).isEqualTo(expected(stream, 4, Event::id));
      assertThat(places(run(compile(DISTINCT), stream)))
          .isEqualTo(expected(stream, 3, DetectorPropertiesTest::code));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void aSequenceIsFoundExactlyWhenTryingAllEventsFindsIt(long seed) {
    Random random = new Random(seed);
    int found = 0;
    for (int i = 0; i < STREAMS; i++) {
      List<Event> stream = stream(random);
      Set<String> expected = expectedSequences(stream);
      found += expected.size();

      assertThat(places(run(compile(SEQUENCE), stream))).isEqualTo(expected);
    }
    assertThat(found).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {14, 15})
  void aRatioIsThatOfItsWindow(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < STREAMS; i++) {
      List<Event> stream = stream(random);
      Map<String, long[]> counts = new LinkedHashMap<>();
      for (Event event : stream) {
        long end = (event.time().getEpochSecond() / 60 + 1) * 60;
        long[] count =
            counts.computeIfAbsent(
                event.subject().ip() + "@" + end / 60 + " " + Instant.ofEpochSecond(end),
                window -> new long[2]);
        count[0] += event.type().equals("a") ? 1 : 0;
        count[1]++;
      }
      counts.values().removeIf(count -> count[1] < 4 || count[0] < 0.5 * count[1]);

      assertThat(places(run(compile(RATIO), stream))).isEqualTo(counts.keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {9, 10})
  void inOrderEachFindingIsRaisedOnce(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < STREAMS; i++) {
      Detector detector = new Detector(ALL);
      List<String> ids = new ArrayList<>();
      stream(random).forEach(e -> detector.accept(e).forEach(signal -> ids.add(signal.id())));

      assertThat(ids).doesNotHaveDuplicates();
    }
  }

  /** Asks of every event, by brute force, how many different values its window back has. */
  private static Set<String> expected(
      List<Event> stream, int atLeast, Function<Event, String> value) {
    Map<String, String> first = new LinkedHashMap<>();
    for (Event end : stream) {
      Set<String> values = new TreeSet<>();
      for (Event event : stream) {
        boolean within = event.time().isAfter(end.time().minusSeconds(60)) && !isAfter(event, end);
        if (within && String.valueOf(event.subject().ip()).equals(end.subject().ip())) {
          values.add(value.apply(event));
        }
      }
      if (values.size() >= atLeast) {
        String place = end.subject().ip() + "@" + end.time().getEpochSecond() / 60;
        first.putIfAbsent(place, place + " " + end.time());
      }
    }
    return new TreeSet<>(first.values());
  }

  /** Tries all pairs of two events before each end: a, a, b; the first and last unlike. */
  private static Set<String> expectedSequences(List<Event> stream) {
    Map<String, String> first = new LinkedHashMap<>();
    for (int end = 0; end < stream.size(); end++) {
      for (int start = 0; start < end; start++) {
        for (int middle = start + 1; middle < end; middle++) {
          Event last = stream.get(end);
          if (isSequence(stream.get(start), stream.get(middle), last)) {
            String place = last.subject().ip() + "@" + last.time().getEpochSecond() / 60;
            first.putIfAbsent(place, place + " " + last.time());
          }
        }
      }
    }
    return new TreeSet<>(first.values());
  }

  private static boolean isSequence(Event start, Event middle, Event end) {
    return start.type().equals("a")
        && middle.type().equals("a")
        && end.type().equals("b")
        && start.time().isAfter(end.time().minusSeconds(60))
        && start.subject().equals(middle.subject())
        && start.subject().equals(end.subject())
        && start.json().contains("DE") != end.json().contains("DE");
  }

  private static boolean isAfter(Event event, Event end) {
    int byTime = event.time().compareTo(end.time());
    return byTime > 0 || (byTime == 0 && event.id().compareTo(end.id()) > 0);
  }

  private static Set<String> places(List<Signal> signals) {
    Set<String> places = new TreeSet<>();
    signals.forEach(
        signal ->
            places.add(
                signal.subject()
                    + "@"
                    + signal.raisedAt().getEpochSecond() / 60
                    + " "
                    + signal.raisedAt()));
    return places;
  }

  private static List<Event> stream(Random random) {
    List<Event> events = new ArrayList<>();
    int size = 20 + random.nextInt(80);
    for (int i = 0; i < size; i++) {
      Instant time = START.plusSeconds(random.nextInt(400));
      String type = random.nextInt(3) == 0 ? "b" : "a";
      events.add(
          TestStreams.event(
              "e" + i,
              type,
              time,
              "192.0.2." + random.nextInt(3),
              "c" + random.nextInt(5),
              "u",
              random.nextBoolean() && type.equals("b") ? "FR" : "DE"));
    }
    events.sort(Comparator.comparing(Event::time).thenComparing(Event::id));
    return events;
  }

  private static String code(Event event) {
    return event.json().replaceAll(".*\"code\":\"(\\w+)\".*", "$1");
  }

  /** Swaps and repeats events, none further behind the newest than the lateness. */
  private static List<Event> disturbed(List<Event> stream, Random random) {
    List<Arrival> arrivals = new ArrayList<>();
    for (Event event : stream) {
      int copies = 1 + random.nextInt(2);
      for (int i = 0; i < copies; i++) {
        long delay = random.nextInt(LATENESS * 1_000);
        arrivals.add(new Arrival(event.time().toEpochMilli() + delay, event));
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::at));
    return arrivals.stream().map(Arrival::event).toList();
  }

  private record Arrival(long at, Event event) {}
}
