package io.devicegate.rules.testing;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import io.devicegate.rules.json.JsonWriter;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleSource;
import io.devicegate.rules.source.Yaml;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads a file of tests into cases, in the format that {@link DetectionTests} shows. */
final class DetectionTestReader {

  private static final Set<String> FILE_KEYS = Set.of("now", "fixtures", "tests");
  private static final Set<String> TEST_KEYS = Set.of("name", "events", "expect");
  private static final Set<String> EXPECTED =
      Set.of(
          "rule",
          "subject",
          "value",
          "kind",
          "reason",
          "severity",
          "mode",
          "raised",
          "expires",
          "count",
          "total");
  private static final int MAX_EVENTS = 10_000;

  private final RuleSource source;
  private final Consumer<Problem> problems;
  private final List<DetectionTestCase> cases = new ArrayList<>();
  private Yaml.@Nullable Mapping fixtures;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  DetectionTestReader(RuleSource source, Consumer<Problem> problems) {
    this.source = source;
    this.problems = problems;
  }

  List<DetectionTestCase> read() {
    for (Yaml document : Yaml.read(source, problems)) {
      if (document instanceof Yaml.Mapping file) {
        file(file);
      }
    }
    if (cases.isEmpty()) {
      problems.accept(Problem.of(source.file(), "no tests (expected: tests: and a list)"));
    }
    return cases;
  }

  private void file(Yaml.Mapping file) {
    keys(file, FILE_KEYS);
    file.find("now").ifPresent(this::now);
    fixtures = file.find("fixtures").orElse(null) instanceof Yaml.Mapping found ? found : null;
    if (file.find("tests").orElse(null) instanceof Yaml.Sequence tests) {
      tests.items().forEach(this::test);
    }
  }

  private void now(Yaml value) {
    try {
      now = Instant.parse(String.valueOf(value.data()));
    } catch (DateTimeException e) {
      problems.accept(value.problem("now (expected: a time such as 2026-11-24T12:00:00Z)"));
    }
  }

  private void test(Yaml item) {
    if (!(item instanceof Yaml.Mapping test)
        || !(test.find("events").orElse(null) instanceof Yaml.Sequence events)
        || !(test.find("expect").orElse(null) instanceof Yaml.Sequence expect)) {
      problems.accept(item.problem("test (expected: name:, events: and expect:, lists both)"));
      return;
    }
    keys(test, TEST_KEYS);
    List<Event> stream = new ArrayList<>();
    events.items().forEach(event -> events(event, stream));
    stream.sort(Comparator.comparing(Event::time));
    List<Map<String, Object>> expected = new ArrayList<>();
    expect.items().forEach(signal -> expected.add(expected(signal)));
    cases.add(
        new DetectionTestCase(
            source.file(),
            test.line(),
            test.find("name").map(value -> String.valueOf(value.data())).orElse(""),
            now,
            stream,
            expected));
  }

  private Map<String, Object> expected(Yaml item) {
    if (item instanceof Yaml.Mapping signal) {
      keys(signal, EXPECTED);
      return data(signal);
    }
    problems.accept(item.problem("signal (expected: rule:, subject: and so on)"));
    return Map.of();
  }

  private void events(Yaml item, List<Event> stream) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (!(item instanceof Yaml.Mapping event) || !use(event, members)) {
      problems.accept(item.problem("event (expected: type: and so on, or use: and a fixture)"));
      return;
    }
    RequestDefaults.merge(members, data(event));
    members.remove("use");
    try {
      long repeat = members.remove("repeat") instanceof Long times ? times : 1;
      Duration at = duration(members.remove("at"));
      Duration every = duration(members.remove("every"));
      for (long n = 0; n < repeat && stream.size() <= MAX_EVENTS; n++) {
        stream.add(event(members, n, now.plus(at).plus(every.multipliedBy(n)), stream.size()));
      }
    } catch (IllegalArgumentException | DateTimeException e) {
      problems.accept(item.problem("event: " + e.getMessage()));
    }
    if (stream.size() > MAX_EVENTS) {
      problems.accept(item.problem("more than " + MAX_EVENTS + " events in one test"));
    }
  }

  private boolean use(Yaml.Mapping event, Map<String, Object> members) {
    Yaml use = event.find("use").orElse(null);
    if (!(use instanceof Yaml.Sequence names)) {
      return use == null;
    }
    for (Yaml name : names.items()) {
      Yaml fixture =
          fixtures == null ? null : fixtures.find(String.valueOf(name.data())).orElse(null);
      if (!(fixture instanceof Yaml.Mapping mapping)) {
        return false;
      }
      RequestDefaults.merge(members, data(mapping));
    }
    return true;
  }

  private static Duration duration(@Nullable Object text) {
    return text == null ? Duration.ZERO : Duration.parse("PT" + text);
  }

  private static Event event(Map<String, Object> template, long n, Instant time, int place) {
    Map<String, Object> members = new LinkedHashMap<>();
    template.forEach((name, value) -> members.put(name, numbered(value, n)));
    String id = String.valueOf(members.getOrDefault("log_id", "test-" + place));
    Object origin = members.remove("source");
    members.put("log_id", id);
    members.put("date", time.toString());
    Map<?, ?> details = members.get("details") instanceof Map<?, ?> map ? map : Map.of();
    return new Event(
        origin == null ? Event.AUTH0 : String.valueOf(origin),
        id,
        String.valueOf(members.getOrDefault("type", "")),
        time,
        new Subject(
            text(members, "client_id"),
            text(members, "user_id"),
            text(details, "session_id"),
            text(members, "ip")),
        JsonWriter.write(members));
  }

  private static @Nullable String text(Map<?, ?> members, String name) {
    return members.get(name) instanceof String text ? text : null;
  }

  private static Object numbered(Object value, long n) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      map.forEach(
          (name, member) -> {
            if (member != null) {
              copy.put(String.valueOf(name), numbered(member, n));
            }
          });
      return copy;
    }
    return value instanceof String text ? text.replace("{n}", Long.toString(n)) : value;
  }

  private static Map<String, Object> data(Yaml.Mapping mapping) {
    Map<String, Object> data = new LinkedHashMap<>();
    mapping
        .data()
        .forEach(
            (key, part) -> {
              if (part != null) {
                data.put(key, part);
              }
            });
    return data;
  }

  private void keys(Yaml.Mapping mapping, Set<String> allowed) {
    mapping.entries().values().stream()
        .map(Yaml.Entry::key)
        .filter(key -> !allowed.contains(key.text()))
        .forEach(
            key ->
                problems.accept(
                    key.problem(
                        "unknown key '"
                            + key.text()
                            + "' (expected: one of "
                            + allowed.stream().sorted().toList()
                            + ")")));
  }
}
