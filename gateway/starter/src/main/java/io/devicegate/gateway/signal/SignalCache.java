package io.devicegate.gateway.signal;

import static java.util.Objects.requireNonNull;

import io.devicegate.gateway.edge.IpAddresses;
import io.devicegate.gateway.telemetry.SignalMetrics;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Mode;
import io.devicegate.rules.event.Signal.SubjectKind;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The signals that hold at the moment, by whom they are about. Filled by whoever runs the
 * detections; empty, and so without effect, when nobody does.
 *
 * <p>A signal replaces that of the same id and is forgotten when it expires. Bounded: beyond the
 * capacity, and beyond 32 about one subject, that which expires first is forgotten and counted,
 * observing ones before enforcing ones.
 *
 * <p>Safe for use by many threads. Looking up takes no lock and never waits.
 */
public final class SignalCache {

  private static final int MOST_OF_ONE_SUBJECT = 32;

  private static final Comparator<Entry> FIRST_TO_EXPIRE =
      Comparator.comparing((Entry entry) -> entry.signal.expiresAt())
          .thenComparing(entry -> entry.signal.id());

  /** Who matters least comes first. */
  private static final Comparator<Entry> FIRST_TO_GO =
      Comparator.comparing((Entry entry) -> entry.signal.mode()).thenComparing(FIRST_TO_EXPIRE);

  private final int capacity;
  private final Clock clock;
  private final SignalMetrics metrics;
  private final Map<SubjectKind, Map<String, List<Entry>>> bySubject =
      new EnumMap<>(SubjectKind.class);
  private final Map<String, Entry> byId = new ConcurrentHashMap<>();
  private final NavigableSet<Entry> observing = new TreeSet<>(FIRST_TO_EXPIRE);
  private final NavigableSet<Entry> enforcing = new TreeSet<>(FIRST_TO_EXPIRE);
  private volatile boolean awaited;

  /**
   * Creates an empty cache.
   *
   * @param capacity maximum number of signals, above 0
   */
  public SignalCache(int capacity, Clock clock, SignalMetrics metrics) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.capacity = capacity;
    this.clock = requireNonNull(clock, "clock");
    this.metrics = requireNonNull(metrics, "metrics");
    for (SubjectKind kind : SubjectKind.values()) {
      bySubject.put(kind, new ConcurrentHashMap<>());
    }
    metrics.active(this::activeByKind);
  }

  /** Takes a signal; one of the same id is replaced, one that has expired ends it. */
  public synchronized void put(Signal signal) {
    requireNonNull(signal, "signal");
    expire();
    Entry before = byId.get(signal.id());
    if (!clock.instant().isBefore(signal.expiresAt())) {
      metrics.dropped("expired");
      forget(before);
    } else if (before == null || !before.signal.equals(signal)) {
      metrics.received(signal.kind());
      replace(before, signal);
    }
  }

  /** Takes signals that are all there are: what is not among them no longer holds. */
  public synchronized void replaceAll(Collection<Signal> signals) {
    Set<String> ids = new HashSet<>();
    for (Signal signal : signals) {
      put(signal);
      ids.add(signal.id());
    }
    List.copyOf(byId.values()).stream()
        .filter(entry -> !ids.contains(entry.signal.id()))
        .forEach(this::forget);
    awaited = false;
  }

  /** Has {@link #isAwaited} say so until somebody tells which signals there are. */
  void awaitAll() {
    awaited = true;
  }

  /**
   * Tells whether nobody has said yet which signals there are although somebody has to: whoever is
   * let through meanwhile may be one that a signal is about.
   */
  public boolean isAwaited() {
    return awaited;
  }

  /**
   * Finds the signals that hold and are about any of these, or about all of the tenant. In no
   * particular order; an address is found in whatever spelling the signal has it.
   */
  public List<Signal> about(SignalSubjects subjects) {
    if (byId.isEmpty()) {
      return List.of();
    }
    List<Signal> found = new ArrayList<>(0);
    Instant now = clock.instant();
    find(SubjectKind.CLIENT, subjects.client(), now, found);
    find(SubjectKind.USER, subjects.user(), now, found);
    find(SubjectKind.SESSION, subjects.session(), now, found);
    find(SubjectKind.IP, IpAddresses.withoutZone(subjects.ip()), now, found);
    find(SubjectKind.TENANT, "*", now, found);
    return found.isEmpty() ? List.of() : found;
  }

  /**
   * Counts signals that a request met, and returns the one that refuses it: of those that enforce
   * and are about somebody, that which holds longest.
   *
   * @return null when none refuses
   */
  public @Nullable Signal refusing(List<Signal> met) {
    Signal refusing = null;
    for (Signal signal : met) {
      if (!refuses(signal)) {
        metrics.met(signal.kind(), false);
      } else if (refusing == null || signal.expiresAt().isAfter(refusing.expiresAt())) {
        refusing = signal;
      }
    }
    if (refusing != null) {
      refused(refusing);
    }
    return refusing;
  }

  /** Returns how many signals hold at the moment, by their kinds. */
  public Map<String, Long> activeByKind() {
    Map<String, Long> counts = new TreeMap<>();
    Instant now = clock.instant();
    for (Entry entry : byId.values()) {
      if (entry.holds(now)) {
        counts.merge(entry.signal.kind(), 1L, Long::sum);
      }
    }
    return counts;
  }

  /** Returns how many signals that hold at the moment refuse requests. */
  public long enforcing() {
    Instant now = clock.instant();
    return byId.values().stream()
        .filter(entry -> entry.holds(now) && refuses(entry.signal))
        .count();
  }

  private static boolean refuses(Signal signal) {
    return signal.mode() == Mode.ENFORCE && signal.subjectKind() != SubjectKind.TENANT;
  }

  private void refused(Signal signal) {
    metrics.met(signal.kind(), true);
    Entry entry = byId.get(signal.id());
    if (entry != null && entry.enforced.compareAndSet(false, true)) {
      metrics.enforced(signal.kind(), signal.raisedAt(), clock.instant());
    }
  }

  private void find(SubjectKind kind, @Nullable String subject, Instant now, List<Signal> found) {
    Map<String, List<Entry>> entries = bySubject.get(kind);
    if (subject == null || entries == null || entries.isEmpty()) {
      return;
    }
    for (Entry entry : entries.getOrDefault(subject, List.of())) {
      if (entry.holds(now)) {
        found.add(entry.signal);
      }
    }
  }

  /** The new one comes before the old one goes, so that no request slips between them. */
  private void replace(@Nullable Entry before, Signal signal) {
    Entry entry = new Entry(signal, before == null ? new AtomicBoolean() : before.enforced);
    Map<String, List<Entry>> subjects = subjects(entry);
    subjects.merge(entry.subject, List.of(entry), (known, added) -> joined(known, entry));
    forget(before);
    byId.put(signal.id(), entry);
    order(entry).add(entry);
    List<Entry> neighbours = subjects.getOrDefault(entry.subject, List.of());
    if (neighbours.size() > MOST_OF_ONE_SUBJECT) {
      evict(neighbours.stream().min(FIRST_TO_GO).orElseThrow());
    }
    if (byId.size() > capacity) {
      evict(observing.isEmpty() ? enforcing.first() : observing.first());
    }
  }

  private void expire() {
    Instant now = clock.instant();
    for (NavigableSet<Entry> order : List.of(observing, enforcing)) {
      while (!order.isEmpty() && !order.first().holds(now)) {
        forget(order.first());
      }
    }
  }

  private void evict(Entry entry) {
    metrics.dropped("evicted");
    forget(entry);
  }

  private void forget(@Nullable Entry entry) {
    if (entry == null) {
      return;
    }
    byId.remove(entry.signal.id(), entry);
    order(entry).remove(entry);
    subjects(entry)
        .computeIfPresent(
            entry.subject,
            (subject, known) -> {
              List<Entry> left = known.stream().filter(other -> other != entry).toList();
              return left.isEmpty() ? null : left;
            });
  }

  private static List<Entry> joined(List<Entry> known, Entry entry) {
    List<Entry> all = new ArrayList<>(known);
    all.add(entry);
    return List.copyOf(all);
  }

  private NavigableSet<Entry> order(Entry entry) {
    return entry.signal.mode() == Mode.ENFORCE ? enforcing : observing;
  }

  private Map<String, List<Entry>> subjects(Entry entry) {
    return requireNonNull(bySubject.get(entry.signal.subjectKind()));
  }

  /** A signal, under the spelling of its subject that requests have. */
  private static final class Entry {

    private final Signal signal;
    private final String subject;
    private final AtomicBoolean enforced;

    Entry(Signal signal, AtomicBoolean enforced) {
      this.signal = signal;
      this.subject =
          signal.subjectKind() == SubjectKind.IP
              ? IpAddresses.canonical(signal.subject())
              : signal.subject();
      this.enforced = enforced;
    }

    boolean holds(Instant now) {
      return now.isBefore(signal.expiresAt());
    }
  }
}
