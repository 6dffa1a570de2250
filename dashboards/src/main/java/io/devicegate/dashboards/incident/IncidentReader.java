package io.devicegate.dashboards.incident;

import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.signal.SignalFilter;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.FirstSeen;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.ValueCount;
import io.devicegate.dashboards.taxonomy.Operation;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.SubjectKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Asks the store for what a verdict rests on. Blocks, so never call it on an event loop. */
public final class IncidentReader {

  private static final Duration SHORTEST = Duration.ofHours(1);
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final List<Duration> BUCKETS =
      List.of(
          MINUTE,
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofHours(1),
          Duration.ofHours(6));

  private static final long MOST_BUCKETS = 180;

  private static final String TENANT_CHANGE = "sapi";
  private static final Duration BEFORE = Duration.ofHours(1);
  private static final int MOST_CHANGES = 50;

  /** How far from the time of a signal the events may be on which it rests. */
  private static final Duration BASIS_REACH = Duration.ofDays(1);

  /** For so long others must have been seen before a value counts as one that appeared. */
  private static final Duration SETTLED = Duration.ofMinutes(5);

  /** The share of events that a new program must make up to be worth a line. */
  private static final double NOTABLE = 0.05;

  /** The most values and kinds of a dimension that are compared. */
  private static final int MOST_ROWS = 2_000;

  private static final List<Dimension> COMPARED =
      List.of(
          Dimension.CLIENT,
          Dimension.CONNECTION,
          Dimension.ORGANIZATION,
          Dimension.COUNTRY,
          Dimension.PROGRAM,
          Dimension.VERSION,
          Dimension.HOST,
          Dimension.ROUTE,
          Dimension.IP,
          Dimension.NETWORK,
          Dimension.ASN,
          Dimension.USER);

  private final EventStore store;
  private final SignalFeed signals;
  private final Clock clock;

  public IncidentReader(EventStore store, SignalFeed signals, Clock clock) {
    this.store = store;
    this.signals = signals;
    this.clock = clock;
  }

  /**
   * The verdict on the stretch of this length that ends now; less than an hour is taken for an
   * hour, and more than {@link Facts#LONGEST} for that.
   */
  public Verdict verdict(Duration window) {
    return verdict(clock.instant(), window);
  }

  /** The verdict as it would have been at that instant, but for events that came late. */
  public Verdict verdict(Instant asked, Duration window) {
    return Diagnosis.of(facts(asked, window), new Look());
  }

  /**
   * The verdict at that instant and the rest about the stretch of this length before it.
   *
   * @param window a minute to 31 days
   */
  public Incident incident(Instant asked, Duration window) {
    TimeRange range = TimeRange.before(asked, window);
    boolean isLookedAt = looked(window).equals(window);
    Duration bucket = bucket(window);
    // A verdict looks at minutes; what it has looked at need not be asked for again.
    Timeline timeline = Timeline.in(range, isLookedAt ? MINUTE : bucket, store);
    Activity weekAgo = weekAgo(range);
    Facts facts = isLookedAt ? facts(timeline, weekAgo) : facts(asked, window);
    Verdict verdict = Diagnosis.of(facts, new Look());
    Outcomes outcomes = new Outcomes(range, bucket, timeline.ofDevices());
    return new Incident(
        verdict,
        timeline.total(),
        weekAgo,
        bucket,
        outcomes.of(false),
        outcomes.of(true),
        outcomes.failures(weekAgo.ofDevices()),
        changes(verdict, range),
        attacks(range));
  }

  private List<Attack> attacks(TimeRange range) {
    Map<String, List<Signal>> kinds =
        signals.live(SignalFilter.ALL).stream()
            .filter(signal -> signal.raisedAt().isBefore(range.to()))
            .collect(Collectors.groupingBy(Signal::kind));
    if (kinds.isEmpty()) {
      return List.of();
    }
    Map<SubjectKind, Map<String, Long>> requests = new EnumMap<>(SubjectKind.class);
    requests.put(SubjectKind.IP, requests(range, Dimension.IP));
    requests.put(SubjectKind.USER, requests(range, Dimension.USER));
    requests.put(SubjectKind.CLIENT, requests(range, Dimension.CLIENT));
    return kinds.entrySet().stream()
        .map(
            kind ->
                new Attack(
                    kind.getKey(),
                    kind.getValue(),
                    requests(kind.getValue(), requests),
                    basis(kind.getValue(), range.to())))
        .sorted(
            Comparator.comparing(Attack::severity)
                .thenComparing(Attack::since)
                .reversed()
                .thenComparing(Attack::kind))
        .toList();
  }

  private Attack.Basis basis(List<Signal> signals, Instant to) {
    List<String> named =
        signals.stream()
            .flatMap(signal -> signal.evidence().events().stream())
            .distinct()
            .limit(EventFilter.MAX_LIMIT)
            .toList();
    if (named.isEmpty()) {
      return Attack.Basis.of(List.of());
    }
    TimeRange range = new TimeRange(Attack.since(signals).minus(BASIS_REACH), to.plus(BASIS_REACH));
    Selection events = new Selection(Selection.identities(named), null);
    return Attack.Basis.of(store.find(new EventFilter(range, events, null, EventFilter.MAX_LIMIT)));
  }

  private Map<String, Long> requests(TimeRange range, Dimension dimension) {
    return store.breakdown(range, dimension, MOST_ROWS).stream()
        .filter(count -> count.events().source().equals(Event.GATEWAY))
        .collect(
            Collectors.groupingBy(
                ValueCount::value, Collectors.summingLong(count -> count.events().count())));
  }

  private static long requests(List<Signal> signals, Map<SubjectKind, Map<String, Long>> requests) {
    return signals.stream()
        .map(signal -> Map.entry(signal.subjectKind(), signal.subject()))
        .distinct()
        .mapToLong(
            subject ->
                requests
                    .getOrDefault(subject.getKey(), Map.of())
                    .getOrDefault(subject.getValue(), 0L))
        .sum();
  }

  /** A round length, so that there are at most 180 of them. */
  private static Duration bucket(Duration window) {
    return BUCKETS.stream()
        .filter(bucket -> window.dividedBy(bucket) <= MOST_BUCKETS)
        .findFirst()
        .orElse(BUCKETS.get(BUCKETS.size() - 1));
  }

  private Activity weekAgo(TimeRange range) {
    return Activity.in(new TimeRange(range.from().minus(WEEK), range.to().minus(WEEK)), store);
  }

  /** What was changed from an hour before the beginning on. */
  private List<Change> changes(Verdict verdict, TimeRange range) {
    Instant begin = verdict.since() == null ? range.from() : verdict.since();
    Instant from = begin.isBefore(range.from()) ? begin : range.from();
    TimeRange around = new TimeRange(from.minus(BEFORE), range.to());
    List<Change> changes = new ArrayList<>();
    told(around, Selection.of(Dimension.TYPE, TENANT_CHANGE))
        .map(event -> change(event, Change.Kind.TENANT, "Changed by the Management API"))
        .forEach(changes::add);
    told(around, Selection.of(Dimension.SOURCE, Event.OPERATIONS))
        .flatMap(
            event ->
                Operation.find(event.event().type()).map(Change.Kind::of).stream()
                    .map(kind -> change(event, kind, event.event().type())))
        .forEach(changes::add);
    changes.addAll(appeared(around, Dimension.RULES, Change.Kind.RULES, 0, "Other access rules: "));
    changes.addAll(
        appeared(around, Dimension.VERSION, Change.Kind.PROGRAM, NOTABLE, "First seen: "));
    changes.sort(Comparator.comparing(change -> Duration.between(begin, change.time()).abs()));
    return changes;
  }

  private Stream<StoredEvent> told(TimeRange range, Selection which) {
    return store.find(new EventFilter(range, which, null, MOST_CHANGES)).stream();
  }

  private static Change change(StoredEvent event, Change.Kind kind, String otherwise) {
    String text = event.description() == null ? otherwise : event.description();
    String user = event.event().subject().user();
    return new Change(
        event.event().time(),
        kind,
        user == null ? text : text + ", by " + user,
        event.event().source(),
        event.event().id());
  }

  /** Values that came after others had been seen for a while, and then made up that share. */
  private List<Change> appeared(
      TimeRange range, Dimension dimension, Change.Kind kind, double leastShare, String text) {
    List<FirstSeen> values = store.firstSeen(range, dimension, MOST_CHANGES);
    long all = values.stream().mapToLong(FirstSeen::count).sum();
    Instant known =
        values.stream().map(FirstSeen::time).min(Comparator.naturalOrder()).orElse(range.to());
    return values.stream()
        .filter(value -> value.time().isAfter(known.plus(SETTLED)))
        .filter(value -> value.count() >= leastShare * all)
        .map(value -> new Change(value.time(), kind, text + value.value(), null, null))
        .toList();
  }

  private static Duration looked(Duration window) {
    Duration length = window.compareTo(SHORTEST) < 0 ? SHORTEST : window;
    return length.compareTo(Facts.LONGEST) > 0 ? Facts.LONGEST : length;
  }

  private Facts facts(Instant asked, Duration window) {
    TimeRange range = TimeRange.before(asked, looked(window));
    return facts(Timeline.in(range, MINUTE, store), weekAgo(range));
  }

  private Facts facts(Timeline minutes, Activity weekAgo) {
    Instant asked = minutes.range().to();
    // From the next full minute on, so that the first one is not cut short.
    Instant from =
        minutes.range().from().plus(MINUTE).minusNanos(1).truncatedTo(ChronoUnit.MINUTES);
    return new Facts(
        asked,
        new TimeRange(from, asked),
        minutes.ofDevices(from),
        weekAgo.ofDevices(),
        store.freshness().stream().filter(SourceFreshness::isSteady).toList(),
        signals.live(SignalFilter.ALL));
  }

  /** Reads the events of the suspicion by every dimension. */
  private final class Look implements Evidence {

    @Override
    public List<CohortCount> cohorts(Suspicion suspicion) {
      List<CohortCount> cohorts = new ArrayList<>();
      for (Dimension dimension : COMPARED) {
        Map<String, long[]> values = new LinkedHashMap<>();
        for (ValueCount count : store.breakdown(suspicion.during(), dimension, MOST_ROWS)) {
          long[] failedAndSucceeded = values.computeIfAbsent(count.value(), value -> new long[2]);
          EventCount events = count.events();
          if (Flow.isBad(events, suspicion.step(), suspicion.family())) {
            failedAndSucceeded[0] += events.count();
          } else if (Flow.isGood(events, suspicion.step())) {
            failedAndSucceeded[1] += events.count();
          }
        }
        values.forEach(
            (value, counts) ->
                cohorts.add(new CohortCount(dimension, value, counts[0], counts[1])));
      }
      return cohorts;
    }

    @Override
    public Optional<String> words(Suspicion suspicion) {
      return store.breakdown(suspicion.during(), Dimension.DESCRIPTION, MOST_ROWS).stream()
          .filter(count -> sameKind(count.events(), suspicion.worst()))
          .map(ValueCount::value)
          .findFirst();
    }

    private static boolean sameKind(EventCount a, EventCount b) {
      return a.equals(b.withCount(a.count()));
    }
  }
}
