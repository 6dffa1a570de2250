package io.devicegate.rules.detection;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Subject;
import io.devicegate.rules.source.RuleSource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Detections and events for tests. */
final class TestStreams {

  /** A multiple of every window that tests use. */
  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");

  static final DetectionOptions OPTIONS = DetectionOptions.defaults();

  private TestStreams() {}

  /** A detection of all events that have an address, by address. */
  static String detection(String id, String window, String criterion) {
    return """
    id: %s
    title: Test
    description: Test.
    severity: low
    attack: [T1528]
    false_positives: [A test.]
    runbook: none
    mode: enforce
    when: has(event.ip)
    group_by: [event.ip]
    window: %s
    %s
    signal: {kind: test, subject: ip, reason: Test., ttl: 1h}
    """
        .formatted(id, window, criterion);
  }

  static DetectionRules compile(String... texts) {
    return compile(OPTIONS, texts);
  }

  static DetectionRules compile(DetectionOptions options, String... texts) {
    List<RuleSource> files = new ArrayList<>();
    for (String text : texts) {
      files.add(new RuleSource("file" + files.size() + ".yaml", text));
    }
    return DetectionRules.compile(files, options);
  }

  static Event event(String id, String type, long second, String ip) {
    return event(id, type, START.plusSeconds(second), ip, "c" + id, "u" + id, "DE");
  }

  static Event event(
      String id,
      String type,
      Instant time,
      @Nullable String ip,
      String code,
      String user,
      String country) {
    return new Event(
        Event.AUTH0,
        id,
        type,
        time,
        new Subject("tv", user, "s-" + user, ip),
        """
        {"type":"%s","details":{"code":"%s"},"location_info":{"country_code":"%s"}}"""
            .formatted(type, code, country));
  }

  /** Runs all events and returns the last signal of each id, by time and id. */
  static List<Signal> run(DetectionRules rules, List<Event> events) {
    return run(new Detector(rules), events);
  }

  static List<Signal> run(Detector detector, List<Event> events) {
    Map<String, Signal> signals = new LinkedHashMap<>();
    events.forEach(event -> keep(detector.accept(event), signals));
    keep(detector.advance(START.plusSeconds(10_000_000)), signals);
    return signals.values().stream()
        .sorted(Comparator.comparing(Signal::raisedAt).thenComparing(Signal::id))
        .toList();
  }

  private static void keep(Collection<Signal> raised, Map<String, Signal> signals) {
    raised.forEach(signal -> signals.put(signal.id(), signal));
  }
}
