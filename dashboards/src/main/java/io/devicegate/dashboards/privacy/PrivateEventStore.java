package io.devicegate.dashboards.privacy;

import io.devicegate.dashboards.privacy.PrivacyProperties.Action;
import io.devicegate.dashboards.privacy.PrivacyProperties.Field;
import io.devicegate.dashboards.store.Comparison;
import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.DeadLetter;
import io.devicegate.dashboards.store.DeviceActivity;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.FirstSeen;
import io.devicegate.dashboards.store.LateStretch;
import io.devicegate.dashboards.store.RejectedEvent;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.Slice;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.dashboards.store.ValueCount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps of an event no more than the settings allow, in any other store.
 *
 * <p>What is due at once never reaches the other store; what is due later is taken out there, a
 * part at a time, by {@link #age}. What {@link #append} returns is as it came, so that detections
 * and the signals that they raise know whom they are about. Questions for a user or an address find
 * its hashes, too.
 */
public final class PrivateEventStore implements EventStore {

  private static final Logger log = LoggerFactory.getLogger(PrivateEventStore.class);

  /** Under this name the settings that the stored events were made with are kept. */
  private static final String SETTINGS = "privacy";

  private final EventStore store;
  private final List<Field> fields;
  private final Pseudonyms pseudonyms;
  private final Redaction redaction;
  private final List<Aging> agings;
  private final Duration keep;
  private final Clock clock;

  private PrivateEventStore(
      EventStore store, PrivacyProperties properties, Duration keep, Clock clock) {
    this.store = store;
    this.fields = properties.fields();
    this.pseudonyms = new Pseudonyms(properties);
    this.redaction = new Redaction(pseudonyms);
    this.agings =
        fields.stream()
            .map(field -> new Aging(store, redaction, field, clock.instant(), keep))
            .toList();
    this.keep = keep;
    this.clock = clock;
  }

  /**
   * Puts the settings before a store, and notes them in it.
   *
   * @param keep how far back events are kept
   */
  public static EventStore over(
      EventStore store, PrivacyProperties properties, Duration keep, Clock clock) {
    String before = noted(store);
    Set<String> now = names(properties);
    fields(before).stream()
        .filter(name -> !now.contains(name))
        .forEach(
            name -> {
              log.warn(
                  "devicegate.privacy.fields no longer says {}: from now on it is kept as it comes",
                  name);
              // What comes meanwhile has to be looked at if the field is ever given up again.
              note(store, Aging.reader(name), "", clock);
            });
    String settings = settings(properties);
    String key = before.split(" ", 2)[0];
    if (!key.isEmpty() && !new Pseudonyms(properties).fingerprints().contains(key)) {
      log.warn(
          "devicegate.privacy.key is another one than before, and the one before is not among"
              + " devicegate.privacy.previous-keys: what was hashed with it is not found for a"
              + " user any more, and not erased");
    }
    if (!settings.equals(before)) {
      note(store, SETTINGS, settings, clock);
    }
    return properties.fields().isEmpty() && properties.key() == null
        ? store
        : new PrivateEventStore(store, properties, keep, clock);
  }

  /**
   * Whether a store's events were made with these settings, or with none so far. With others, what
   * is written now would be kept as it must not be, and a user's hashes would not be found.
   */
  public static boolean fits(EventStore store, PrivacyProperties properties) {
    String noted = noted(store);
    return noted.isEmpty() || noted.equals(settings(properties));
  }

  private static void note(EventStore store, String reader, String position, Clock clock) {
    store.append(List.of(), List.of(), List.of(new Cursor(reader, position, clock.instant())));
  }

  private static String noted(EventStore store) {
    return store.cursor(SETTINGS).map(Cursor::position).orElse("");
  }

  /** The fields of settings as they are noted. */
  private static Set<String> fields(String noted) {
    String list = noted.substring(noted.indexOf(' ') + 1);
    return list.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(list.split(" ")));
  }

  /** The key's fingerprint, and each field's name and action; none if nothing is configured. */
  private static String settings(PrivacyProperties properties) {
    Set<String> names = names(properties);
    return names.isEmpty()
        ? ""
        : new Pseudonyms(properties).fingerprints().stream().findFirst().orElse("")
            + ' '
            + String.join(" ", names);
  }

  private static Set<String> names(PrivacyProperties properties) {
    return properties.fields().stream()
        .map(Aging::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  @Override
  public List<StoredEvent> append(
      List<StoredEvent> events, List<RejectedEvent> rejected, List<Cursor> cursors) {
    Instant now = clock.instant();
    IdentityHashMap<StoredEvent, StoredEvent> asTheyCame = new IdentityHashMap<>();
    List<StoredEvent> kept =
        events.stream()
            .map(
                event -> {
                  StoredEvent redacted = redaction.apply(event, due(event, now));
                  asTheyCame.put(redacted, event);
                  return redacted;
                })
            .toList();
    List<Field> atOnce = fields.stream().filter(field -> field.after().isZero()).toList();
    List<StoredEvent> fresh =
        store.append(
            kept, rejected.stream().map(it -> redaction.apply(it, atOnce)).toList(), cursors);
    return fresh.stream().map(asTheyCame::get).map(Objects::requireNonNull).toList();
  }

  @Override
  public StoredEvent kept(StoredEvent event) {
    return redaction.apply(event, due(event, clock.instant()));
  }

  private List<Field> due(StoredEvent event, Instant now) {
    return fields.stream()
        .filter(
            field ->
                field.after().isZero() || !event.event().time().plus(field.after()).isAfter(now))
        .toList();
  }

  @Override
  public boolean age() {
    Instant now = clock.instant();
    for (Aging aging : agings) {
      if (aging.step(now)) {
        return true;
      }
    }
    // What could not be read may hold anything, so it is kept no longer than the first field.
    fields.stream()
        .map(Field::after)
        .filter(after -> !after.isZero())
        .min(Duration::compareTo)
        .ifPresent(after -> store.forgetDeadLettersUntil(now.minus(after)));
    return false;
  }

  @Override
  public long erase(String user) {
    long erased = 0;
    for (String name : standingFor(Dimension.USER, user, null)) {
      erased += store.erase(name);
    }
    return erased;
  }

  private Selection hashed(Selection selection, @Nullable TimeRange range) {
    Map<Dimension, List<String>> values = new EnumMap<>(Dimension.class);
    selection
        .values()
        .forEach(
            (dimension, allowed) ->
                values.put(
                    dimension,
                    allowed.stream()
                        .flatMap(value -> standingFor(dimension, value, range).stream())
                        .distinct()
                        .toList()));
    return new Selection(values, selection.text());
  }

  /** A value, and what may stand in its place. */
  private Set<String> standingFor(Dimension dimension, String value, @Nullable TimeRange range) {
    Instant now = clock.instant();
    TimeRange asked = range == null ? new TimeRange(now.minus(keep), now.plus(Aging.AHEAD)) : range;
    return fields.stream()
        .filter(field -> !value.equals(Selection.NONE))
        .filter(field -> field.action() == Action.HASH)
        .filter(field -> FieldNames.of(field.name()).dimension() == dimension)
        .findFirst()
        .map(field -> pseudonyms.all(field.name(), value, asked))
        .orElse(Set.of(value));
  }

  private Slice hashed(Slice slice) {
    return new Slice(slice.range(), hashed(slice.selection(), slice.range()));
  }

  @Override
  public List<StoredEvent> find(EventFilter filter) {
    return store.find(
        new EventFilter(
            filter.range(),
            hashed(filter.selection(), filter.range()),
            filter.behind(),
            filter.limit()));
  }

  @Override
  public List<TimedCount> timeseries(Slice slice, Duration bucket) {
    return store.timeseries(hashed(slice), bucket);
  }

  @Override
  public Comparison compare(Dimension dimension, Slice first, Slice second, int limit) {
    return store.compare(dimension, hashed(first), hashed(second), limit);
  }

  @Override
  public long rewrite(List<StoredEvent> events) {
    return store.rewrite(events.stream().map(this::kept).toList());
  }

  @Override
  public Optional<Cursor> cursor(String reader) {
    return store.cursor(reader);
  }

  @Override
  public List<DeadLetter> deadLetters(long after, int limit) {
    return store.deadLetters(after, limit);
  }

  @Override
  public long countDeadLetters() {
    return store.countDeadLetters();
  }

  @Override
  public void forgetDeadLetters(List<Long> ids) {
    store.forgetDeadLetters(ids);
  }

  @Override
  public void forgetDeadLettersUntil(Instant received) {
    store.forgetDeadLettersUntil(received);
  }

  @Override
  public List<StoredEvent> arrived(TimeRange range, @Nullable StoredEvent after, int limit) {
    return store.arrived(range, after, limit);
  }

  @Override
  public List<EventCount> count(TimeRange range) {
    return store.count(range);
  }

  @Override
  public List<ValueCount> breakdown(TimeRange range, Dimension dimension, int limit) {
    return store.breakdown(range, dimension, limit);
  }

  @Override
  public List<FirstSeen> firstSeen(TimeRange range, Dimension dimension, int limit) {
    return store.firstSeen(range, dimension, limit);
  }

  @Override
  public DeviceActivity<EventCount> activity(TimeRange range) {
    return store.activity(range);
  }

  @Override
  public DeviceActivity<TimedCount> activity(TimeRange range, Duration bucket) {
    return store.activity(range, bucket);
  }

  @Override
  public long countCallers(TimeRange range) {
    return store.countCallers(range);
  }

  @Override
  public List<LateStretch> late(TimeRange range, Duration after) {
    return store.late(range, after);
  }

  @Override
  public List<SourceFreshness> freshness() {
    return store.freshness();
  }

  @Override
  public long dropBefore(Instant instant) {
    return store.dropBefore(instant);
  }

  @Override
  public void close() {
    store.close();
  }
}
