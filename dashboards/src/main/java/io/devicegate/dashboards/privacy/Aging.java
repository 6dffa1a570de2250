package io.devicegate.dashboards.privacy;

import io.devicegate.dashboards.privacy.PrivacyProperties.Field;
import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Place;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes one field out of stored events once they are old enough, in the order of their time, and
 * remembers in the store how far it has come. Not thread-safe.
 *
 * <p>What comes later than it should is due when it is stored, so nothing is left behind.
 */
final class Aging {

  /** An event may be dated so far ahead of its arrival. */
  static final Duration AHEAD = Duration.ofDays(1);

  private static final Duration PAUSE = Duration.ofMinutes(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  /** Of a field that goes at once: nothing is stored any more that has it. */
  private static final String ALL = "all";

  private final EventStore store;
  private final Redaction redaction;
  private final Field field;
  private final Instant opened;
  private final Duration keep;

  private Duration slice = PAUSE;
  private @Nullable Instant done;

  /**
   * Creates it.
   *
   * @param opened when the settings came into force
   * @param keep how far back events are kept
   */
  Aging(EventStore store, Redaction redaction, Field field, Instant opened, Duration keep) {
    this.store = store;
    this.redaction = redaction;
    this.field = field;
    this.opened = opened;
    this.keep = keep;
  }

  /** What tells this field and what is done to it from others. */
  static String name(Field field) {
    return field.name() + '=' + field.action().name().toLowerCase(Locale.ROOT);
  }

  /** Under what the place is remembered. */
  static String reader(String name) {
    return "privacy:" + name;
  }

  /** Does a part of what is due; true if there is more. */
  boolean step(Instant now) {
    if (done == null) {
      done = start();
    }
    Instant due = isAtOnce() ? opened.plus(AHEAD) : now.minus(field.after());
    if (Duration.between(done, due).compareTo(PAUSE) < 0) {
      return false;
    }
    Instant to = done.plus(slice).isBefore(due) ? done.plus(slice) : due;
    TimeRange range = new TimeRange(done, to);
    List<StoredEvent> page = page(range, null);
    if (page.size() == EventFilter.MAX_LIMIT && slice.compareTo(SHORTEST) > 0) {
      slice = slice.dividedBy(2).compareTo(SHORTEST) < 0 ? SHORTEST : slice.dividedBy(2);
      return true;
    }
    redact(page);
    while (page.size() == EventFilter.MAX_LIMIT) {
      page = page(range, Place.of(page.get(page.size() - 1)));
      redact(page);
    }
    slice = slice.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : slice.multipliedBy(2);
    done = to;
    boolean more = Duration.between(to, due).compareTo(PAUSE) >= 0;
    remember(!more && isAtOnce() ? ALL : to.toString(), now);
    return more;
  }

  private boolean isAtOnce() {
    return field.after().isZero();
  }

  private Instant start() {
    String position = store.cursor(reader(name(field))).map(Cursor::position).orElse("");
    if (position.isEmpty()) {
      return opened.minus(keep).minus(AHEAD);
    }
    if (position.equals(ALL)) {
      // What is younger was stored without it, until the settings changed.
      return isAtOnce() ? opened.plus(AHEAD) : opened.minus(field.after());
    }
    return Instant.parse(position);
  }

  private List<StoredEvent> page(TimeRange range, @Nullable Place behind) {
    return store.find(new EventFilter(range, Selection.ALL, behind, EventFilter.MAX_LIMIT));
  }

  private void redact(List<StoredEvent> page) {
    List<StoredEvent> changed = new ArrayList<>();
    for (StoredEvent event : page) {
      StoredEvent redacted = redaction.apply(event, List.of(field));
      if (!redacted.equals(event)) {
        changed.add(redacted);
      }
    }
    if (!changed.isEmpty()) {
      store.rewrite(changed);
    }
  }

  private void remember(String position, Instant now) {
    store.append(List.of(), List.of(), List.of(new Cursor(reader(name(field)), position, now)));
  }
}
