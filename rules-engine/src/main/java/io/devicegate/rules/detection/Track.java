package io.devicegate.rules.detection;

import io.devicegate.rules.condition.ConditionError;
import io.devicegate.rules.condition.Expression;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one detection remembers.
 *
 * <p>When there are more keys than allowed, that which was touched longest ago is forgotten, and
 * counted. Keys whose windows are over are forgotten without being missed.
 */
final class Track {

  private static final int SWEPT_PER_EVENT = 2;
  private static final float LOAD_FACTOR = 0.75f;

  private final CompiledDetection detection;
  private final Criterion criterion;
  private final int maxKeys;
  private final Tally tally;
  private final LinkedHashMap<String, Memory> keys =
      new LinkedHashMap<>(16, LOAD_FACTOR, /* accessOrder= */ true);
  private long closed = Long.MIN_VALUE;

  Track(CompiledDetection detection, int maxKeys, Tally tally) {
    this.detection = detection;
    this.criterion = detection.criterion();
    this.maxKeys = maxKeys;
    this.tally = tally;
  }

  int size() {
    return keys.size();
  }

  /** Looks at an event, which is no newer than the newest. */
  void accept(DetectionEvent.Input input, long time, long newest, Consumer<Signal> raised) {
    try {
      if (detection.when().test(input)) {
        take(input, time, newest - detection.lateness(), raised);
      }
    } catch (ConditionError e) {
      tally.failed++;
    }
  }

  private void take(
      DetectionEvent.Input input, long time, long watermark, Consumer<Signal> raised) {
    if (time < watermark) {
      tally.late++;
      return;
    }
    Observation observation = observe(input, time);
    if (observation == null) {
      return;
    }
    String key = key(input);
    long last = Math.floorDiv(watermark, criterion.size()) - 1;
    Memory known = keys.get(key);
    if (known == null && criterion.needsSeveral()) {
      keys.put(key, observation);
    } else {
      Consumer<Finding> found = finding -> raised.accept(signal(key, finding));
      Windows<?> windows = windows(key, known, found);
      windows.forget(last);
      windows.add(observation, found);
    }
    sweep(last);
  }

  private Windows<?> windows(String key, @Nullable Memory known, Consumer<Finding> found) {
    if (known instanceof Windows<?> windows) {
      return windows;
    }
    Windows<?> created = criterion.newWindows();
    if (known instanceof Observation first) {
      created.add(first, found);
    }
    keys.put(key, created);
    return created;
  }

  /** Judges what only the end of a window can judge, once the newest event says it is over. */
  void close(long newest, Consumer<Signal> raised) {
    long window = Math.floorDiv(newest - detection.lateness(), criterion.size());
    if (!(criterion instanceof Criterion.Ratio) || window <= closed) {
      return;
    }
    closed = window;
    List<Signal> signals = new ArrayList<>();
    Iterator<Map.Entry<String, Memory>> all = keys.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<String, Memory> entry = all.next();
      entry.getValue().close(window, finding -> signals.add(signal(entry.getKey(), finding)));
      if (entry.getValue().endedBefore(window)) {
        all.remove();
      }
    }
    signals.sort(Comparator.comparing(Signal::raisedAt).thenComparing(Signal::id));
    signals.forEach(raised);
  }

  private @Nullable Observation observe(DetectionEvent.Input input, long time) {
    DetectionEvent event = input.event();
    if (criterion instanceof Criterion.Distinct distinct) {
      String value = distinct.of() == null ? name(event) : text(distinct.of(), input);
      return value.isEmpty() ? null : observation(event, time, value, 1);
    }
    if (criterion instanceof Criterion.Ratio ratio) {
      return observation(event, time, name(event), ratio.of().test(input) ? 1 : 0);
    }
    Criterion.Sequence sequence = (Criterion.Sequence) criterion;
    long steps = 0;
    for (int i = 0; i < sequence.steps().size(); i++) {
      steps |= sequence.steps().get(i).test(input) ? 1L << i : 0;
    }
    String value = sequence.differs() == null ? "" : text(sequence.differs(), input);
    return steps == 0 ? null : observation(event, time, value, steps);
  }

  private Observation observation(DetectionEvent event, long time, String value, long steps) {
    long window = Math.floorDiv(time, criterion.size());
    return new Observation(window, time, event.source(), event.id(), value, steps);
  }

  /** Returns what tells events apart; of a tenant's the plain id, which costs no memory. */
  private static String name(DetectionEvent event) {
    return event.source().equals(Event.AUTH0) ? event.id() : event.source() + ":" + event.id();
  }

  private static String text(Expression expression, DetectionEvent.Input input) {
    return Bounded.text((String) expression.evaluate(input));
  }

  private String key(DetectionEvent.Input input) {
    List<String> parts = new ArrayList<>(detection.groupBy().size());
    detection.groupBy().forEach(part -> parts.add(text(part, input)));
    return Key.of(parts);
  }

  private void sweep(long last) {
    Iterator<Memory> oldest = keys.values().iterator();
    for (int i = 0; i < SWEPT_PER_EVENT && oldest.hasNext(); i++) {
      boolean over = oldest.next().endedBefore(last);
      if (!over && keys.size() <= maxKeys) {
        return;
      }
      tally.evicted += over ? 0 : 1;
      oldest.remove();
    }
  }

  private Signal signal(String key, Finding finding) {
    tally.signals++;
    CompiledDetection.Template raises = detection.raises();
    Instant at = Instant.EPOCH.plus(finding.raised(), ChronoUnit.MICROS);
    int parts = detection.groupBy().size();
    String name = Key.inFull(key, parts) + "@" + finding.window();
    return new Signal(
        detection.id() + ":" + Bounded.sha256(name).substring(0, 32),
        raises.subjectKind(),
        raises.place() < 0 ? "*" : Key.part(key, raises.place(), parts),
        raises.kind(),
        raises.reason(),
        detection.id(),
        detection.about().severity(),
        detection.about().mode(),
        new Signal.Evidence(finding.events(), finding.count(), finding.total()),
        at,
        at.plus(raises.ttl()));
  }
}
