package io.devicegate.rules.detection;

import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.source.RuleSource;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A detection, ready to run.
 *
 * @param when which events it looks at
 * @param groupBy texts that events must share to come together; none for all of the tenant
 * @param lateness microseconds that an event may be behind the newest one
 * @param criterion what must come together
 * @param raises the signal that it raises
 */
record CompiledDetection(
    Detection about,
    Expression when,
    List<Expression> groupBy,
    long lateness,
    Criterion criterion,
    Template raises,
    RuleSource source,
    int line) {

  CompiledDetection {
    groupBy = List.copyOf(groupBy);
  }

  String id() {
    return about.id();
  }

  /** Returns how old an event may be that a signal which holds now rests on. */
  Duration reach() {
    // A finding looks back from its event to the start of the window before.
    return Duration.of(2 * criterion.size() + lateness, ChronoUnit.MICROS).plus(raises.ttl());
  }

  /** Returns the types of events that it may look at, or null when that cannot be told. */
  @Nullable Set<Object> types() {
    return when.constraints().values().entrySet().stream()
        .filter(entry -> entry.getKey().isEquality() && entry.getKey().path().equals("event.type"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** Returns which members of an event's JSON it looks at, by their names; nothing for all. */
  Optional<Set<String>> members() {
    Set<String> members = new HashSet<>();
    for (Expression expression : expressions()) {
      Optional<Set<String>> fields = expression.fields("event");
      if (fields.isEmpty() || fields.get().contains("json")) {
        return Optional.empty();
      }
      fields.get().forEach(field -> DetectionEvent.member(field).ifPresent(members::add));
    }
    return Optional.of(members);
  }

  private List<Expression> expressions() {
    List<Expression> all = new ArrayList<>(criterion.expressions());
    all.add(when);
    all.addAll(groupBy);
    return all;
  }

  /**
   * What its signals have in common.
   *
   * @param place which part of the key the subject is; -1 for the tenant
   */
  record Template(
      String kind, Signal.SubjectKind subjectKind, int place, String reason, Duration ttl) {}
}
