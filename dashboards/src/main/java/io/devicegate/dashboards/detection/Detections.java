package io.devicegate.dashboards.detection;

import io.devicegate.dashboards.collector.CommitListener;
import io.devicegate.dashboards.signal.LiveSignals;
import io.devicegate.dashboards.signal.SignalFeed;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Place;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.telemetry.DetectionMetrics;
import io.devicegate.rules.detection.DetectionRules;
import io.devicegate.rules.detection.Detector;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.source.Problem;
import io.devicegate.rules.source.RuleCompilationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Runs the detections over events once they are stored, on one thread of its own behind a bounded
 * queue, so that no commit waits for them.
 *
 * <p>At a start, and when the rules change, the stored events that a live signal may rest on are
 * looked at anew in the order of their arrival; after that the signals are the same as before. The
 * feed is not ready until then. Rules that do not compile, or cannot be trusted, change nothing.
 */
public final class Detections implements CommitListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Detections.class);

  private static final int BATCH = 1_000;
  private static final int PAGE = 5_000;
  private static final long IDLE_MILLIS = 200;
  private static final long CLOSE_MILLIS = 5_000;
  private static final Duration LONGEST_SLICE = Duration.ofMinutes(30);
  private static final Duration SHORTEST_SLICE = Duration.ofMillis(100);
  private static final Duration RETRY = Duration.ofSeconds(2);

  /** Clocks differ, and an event may be dated a little ahead of its arrival. */
  private static final Duration MARGIN = Duration.ofMinutes(10);

  private static final Comparator<StoredEvent> BY_ARRIVAL =
      Comparator.comparing(StoredEvent::received)
          .thenComparing(event -> event.event().time())
          .thenComparing(event -> event.event().source())
          .thenComparing(event -> event.event().id());

  private final DetectionProperties properties;
  private final RuleFiles files;
  private final EventStore store;
  private final SignalFeed feed;
  private final DetectionMetrics metrics;
  private final Clock clock;
  private final Set<String> enforced;
  private final BlockingQueue<StoredEvent> waiting;
  private final Thread worker;

  // Of the worker alone.
  private Detector detector;
  private Detector.Statistics counted = new Detector.Statistics(0, 0, 0, 0, 0, 0, 0);
  private String stamp;
  private boolean rebuild = true;
  private Instant nextRebuild = Instant.MIN;
  private Instant nextReload;

  private volatile State state;
  private volatile boolean closed;

  /**
   * Loads the rules; {@link #start} does the rest.
   *
   * @throws RuleCompilationException if they do not compile or cannot be trusted: there is no good
   *     set to keep yet
   */
  public Detections(
      DetectionProperties properties,
      BundleProperties bundle,
      EventStore store,
      SignalFeed feed,
      DetectionMetrics metrics,
      Clock clock) {
    this.properties = properties;
    this.files = new RuleFiles(properties, bundle);
    this.store = store;
    this.feed = feed;
    this.metrics = metrics;
    this.clock = clock;
    this.enforced = Set.copyOf(properties.enforce());
    this.waiting = new ArrayBlockingQueue<>(properties.queueCapacity());
    this.stamp = files.stamp();
    this.state = new State(files.load(), List.of(), false);
    this.detector = new Detector(state.rules());
    this.nextReload = clock.instant().plus(properties.reloadInterval());
    this.worker = new Thread(this::run, "devicegate-detections");
    this.worker.setDaemon(true);
    metrics.watchWaiting(waiting::size);
    metrics.watchKeys(() -> state.keys());
  }

  /** Starts the worker. */
  public void start() {
    worker.start();
  }

  @Override
  public void committed(List<StoredEvent> events) {
    // In the order in which they would be replayed.
    int dropped = 0;
    for (StoredEvent event : events.stream().sorted(BY_ARRIVAL).toList()) {
      dropped += waiting.offer(event) ? 0 : 1;
    }
    metrics.dropped(dropped);
  }

  /** Says which rules are in use, and what is wrong with those that are not. */
  public HealthIndicator health() {
    return new DetectionHealth(() -> state, () -> worker.isAlive() && !closed, enforced);
  }

  @Override
  public void close() {
    closed = true;
    try {
      worker.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    worker.interrupt();
  }

  private void run() {
    while (!closed) {
      try {
        reloadIfDue();
        if (rebuild) {
          rebuildIfDue();
        }
        takeNext();
      } catch (InterruptedException e) {
        closed = true;
      } catch (RuntimeException e) {
        log.error("The detections met a defect and go on", e);
      }
    }
  }

  private void takeNext() throws InterruptedException {
    StoredEvent first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
    List<Signal> raised = new ArrayList<>();
    if (first != null) {
      List<StoredEvent> batch = new ArrayList<>(BATCH);
      batch.add(first);
      waiting.drainTo(batch, BATCH - 1);
      metrics.lag(Duration.between(first.received(), clock.instant()));
      batch.forEach(event -> raised.addAll(detector.accept(event.event())));
    }
    raised.addAll(detector.advance(soFar()));
    if (!raised.isEmpty()) {
      feed.raise(raised.stream().map(this::inItsMode).toList());
    }
    count();
  }

  private void reloadIfDue() {
    Instant now = clock.instant();
    if (now.isBefore(nextReload)) {
      return;
    }
    nextReload = now.plus(properties.reloadInterval());
    String found = files.stamp();
    if (found.equals(stamp)) {
      return;
    }
    stamp = found;
    try {
      DetectionRules rules = files.load();
      metrics.reloaded(true);
      rebuild |= !rules.digest().equals(state.rules().digest());
      state = state.with(rules);
      log.info("{} detections are in use, {}", rules.detections().size(), rules.digest());
    } catch (RuleCompilationException e) {
      metrics.reloaded(false);
      state = state.with(e.problems());
      log.error(
          "The detections that were found are not used, those before them stay:\n{}",
          e.getMessage());
    }
  }

  /** A store that cannot be read now is asked again; until then what is known is kept. */
  private void rebuildIfDue() {
    Instant now = clock.instant();
    if (now.isBefore(nextRebuild)) {
      return;
    }
    try {
      rebuild(now);
      rebuild = false;
    } catch (StoreUnavailableException e) {
      nextRebuild = now.plus(RETRY);
      log.warn("The stored events cannot be looked at anew yet", e);
    }
  }

  private void rebuild(Instant now) {
    DetectionRules rules = state.rules();
    Detector fresh = new Detector(rules);
    LiveSignals signals = feed.newSignals();
    Consumer<Signal> keep = signal -> signals.put(inItsMode(signal), now);
    long events = replay(range(rules, now), event -> fresh.accept(event.event()).forEach(keep));
    if (closed) {
      return; // Half of the events would be half of the signals.
    }
    fresh.advance(soFar()).forEach(keep);
    detector = fresh;
    counted = fresh.statistics();
    feed.replace(signals);
    state = state.ready(counted.keys());
    log.info("Looked at {} stored events for {} detections", events, rules.detections().size());
  }

  /** How far time has come by the clock, as long as what still waits does not become late by it. */
  private Instant soFar() {
    Instant now = clock.instant();
    StoredEvent next = waiting.peek();
    Instant to = next == null || next.received().isAfter(now) ? now : next.received();
    return to.minus(properties.logDelay());
  }

  private TimeRange range(DetectionRules rules, Instant now) {
    Duration reach = rules.reach().plus(MARGIN);
    return TimeRange.before(now.plus(MARGIN), MARGIN.plus(shorter(reach, properties.maxReplay())));
  }

  /**
   * In slices that hold about a page each, however much came: a question sorts all of its slice to
   * find the first page of it. What waits is left to be looked at from there: as it came, where the
   * store may hold it under other names.
   */
  private long replay(TimeRange range, Consumer<StoredEvent> each) {
    long events = 0;
    Duration length = LONGEST_SLICE;
    @Nullable StoredEvent last = null;
    for (Instant from = range.from(); from.isBefore(range.to()) && !closed; ) {
      TimeRange slice = new TimeRange(from, from.plus(length));
      List<StoredEvent> page = store.arrived(slice, last, PAGE);
      Set<Place> comes = waiting.stream().map(Place::of).collect(Collectors.toSet());
      List<StoredEvent> due =
          page.stream().filter(event -> !comes.contains(Place.of(event))).toList();
      due.forEach(each);
      events += due.size();
      if (page.size() < PAGE) {
        from = slice.to();
        last = null;
        length = shorter(length.multipliedBy(2), LONGEST_SLICE);
      } else {
        last = page.get(PAGE - 1);
        Duration seen = Duration.between(from, last.received());
        length = seen.compareTo(SHORTEST_SLICE) < 0 ? SHORTEST_SLICE : seen;
        from = last.received();
      }
    }
    return events;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Signal inItsMode(Signal signal) {
    if (signal.mode() == Signal.Mode.ENFORCE || !enforced.contains(signal.rule())) {
      return signal;
    }
    return new Signal(
        signal.id(),
        signal.subjectKind(),
        signal.subject(),
        signal.kind(),
        signal.reason(),
        signal.rule(),
        signal.severity(),
        Signal.Mode.ENFORCE,
        signal.evidence(),
        signal.raisedAt(),
        signal.expiresAt());
  }

  private void count() {
    Detector.Statistics now = detector.statistics();
    metrics.looked(now.events() - counted.events());
    metrics.skipped("late", now.late() - counted.late());
    metrics.skipped("unreadable", now.unreadable() - counted.unreadable());
    metrics.skipped("failed", now.failed() - counted.failed());
    metrics.keysEvicted(now.evicted() - counted.evicted());
    counted = now;
    state = state.with(now.keys());
  }

  /**
   * What others may see.
   *
   * @param problems what kept the rules that were found last from being used
   * @param ready whether the stored events have been looked at
   * @param keys keys remembered
   */
  record State(DetectionRules rules, List<Problem> problems, boolean ready, long keys) {

    State {
      problems = List.copyOf(problems);
    }

    State(DetectionRules rules, List<Problem> problems, boolean ready) {
      this(rules, problems, ready, 0);
    }

    State with(DetectionRules other) {
      return new State(other, List.of(), ready, keys);
    }

    State with(List<Problem> found) {
      return new State(rules, found, ready, keys);
    }

    State with(long remembered) {
      return new State(rules, problems, ready, remembered);
    }

    State ready(long remembered) {
      return new State(rules, problems, true, remembered);
    }
  }
}
