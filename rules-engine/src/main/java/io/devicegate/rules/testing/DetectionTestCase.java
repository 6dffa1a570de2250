package io.devicegate.rules.testing;

import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.detection.Detector;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A stream of events and the signals expected of it.
 *
 * @param expected of each signal what is looked at, by its key in the file
 */
record DetectionTestCase(
    String file,
    int line,
    String name,
    Instant now,
    List<Event> events,
    List<Map<String, Object>> expected) {

  private static final Duration END = Duration.ofDays(100);

  Outcome run(DetectionRules rules) {
    Detector detector = new Detector(rules);
    List<Signal> ordered = signals(detector);
    List<String> failures = new ArrayList<>(compare(ordered));
    // A condition that fails is never what a test meant.
    if (detector.statistics().failed() > 0) {
      failures.add("a condition failed on " + detector.statistics().failed() + " events");
    }
    return new Outcome(
        new TestResult(file, line, name, failures),
        ordered.stream().map(Signal::rule).collect(Collectors.toSet()));
  }

  /** Returns what differs between the signals of one detection by two sets; nothing if nothing. */
  Optional<TestComparison.Change> compare(String id, DetectionRules before, DetectionRules after) {
    List<Map<String, Object>> was = signals(id, before);
    List<Map<String, Object>> is = signals(id, after);
    if (was.equals(is)) {
      return Optional.empty();
    }
    String change =
        was.size() == is.size()
            ? difference(was, is)
            : "signals: " + was.size() + " -> " + is.size();
    return Optional.of(new TestComparison.Change(file, line, name, change));
  }

  private static String difference(List<Map<String, Object>> was, List<Map<String, Object>> is) {
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < was.size(); i++) {
      Map<String, Object> found = is.get(i);
      String place = "signal " + (i + 1) + " ";
      was.get(i)
          .forEach(
              (key, value) -> {
                if (!value.equals(found.get(key))) {
                  differences.add(place + key + ": " + value + " -> " + found.get(key));
                }
              });
    }
    return String.join(", ", differences);
  }

  private List<Map<String, Object>> signals(String id, DetectionRules rules) {
    return signals(new Detector(rules)).stream()
        .filter(signal -> signal.rule().equals(id))
        .map(this::describe)
        .toList();
  }

  private List<Signal> signals(Detector detector) {
    // The last signal of an id is the one that counts.
    Map<String, Signal> signals = new LinkedHashMap<>();
    events.forEach(event -> keep(detector.accept(event), signals));
    keep(detector.advance(now.plus(END)), signals);
    List<Signal> ordered = new ArrayList<>(signals.values());
    ordered.sort(Comparator.comparing(Signal::raisedAt).thenComparing(Signal::id));
    return ordered;
  }

  private static void keep(List<Signal> raised, Map<String, Signal> signals) {
    raised.forEach(signal -> signals.put(signal.id(), signal));
  }

  private List<String> compare(List<Signal> signals) {
    List<Map<String, Object>> actual = signals.stream().map(this::describe).toList();
    if (actual.size() != expected.size()) {
      return List.of(actual.size() + " signals (expected: " + expected.size() + "): " + actual);
    }
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < actual.size(); i++) {
      Map<String, Object> found = actual.get(i);
      String place = "signal " + (i + 1) + " ";
      expected
          .get(i)
          .forEach(
              (key, value) -> {
                if (!value.equals(found.get(key))) {
                  failures.add(place + key + ": " + found.get(key) + " (expected: " + value + ")");
                }
              });
    }
    return failures;
  }

  private Map<String, Object> describe(Signal signal) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("rule", signal.rule());
    description.put("subject", lower(signal.subjectKind()));
    description.put("value", signal.subject());
    description.put("kind", signal.kind());
    description.put("reason", signal.reason());
    description.put("severity", lower(signal.severity()));
    description.put("mode", lower(signal.mode()));
    description.put("raised", after(signal.raisedAt()));
    description.put("expires", after(signal.expiresAt()));
    description.put("count", signal.evidence().count());
    description.put("total", signal.evidence().total());
    return description;
  }

  private String after(Instant time) {
    return Duration.between(now, time).toSeconds() + "s";
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /**
   * What came of the test.
   *
   * @param rules the detections that raised a signal
   */
  record Outcome(TestResult result, Set<String> rules) {}
}
