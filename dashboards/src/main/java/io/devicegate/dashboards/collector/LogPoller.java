package io.devicegate.dashboards.collector;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import io.devicegate.rules.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a tenant's log over and over, on one thread of its own.
 *
 * <p>How far it has come is stored with what it read, in one transaction: whenever it is stopped,
 * it goes on without a gap, and what is read twice is stored once. An event may come into the log
 * behind that place, so the newest part is read again from time to time (the sweep).
 *
 * <p>A tenant that is away, refuses or lies costs a pause, which doubles up to its bound.
 */
final class LogPoller implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LogPoller.class);

  static final String SUCCESS = "success";

  /** After so many, the thread looks at the sweep, too. */
  private static final int MAX_PAGES = 100;

  private static final long CLOSE_MILLIS = 2_000;

  /** What does not pass by itself. */
  private static final Set<String> NEEDS_A_PERSON =
      Set.of("unauthorized", "bad_link", "no_progress", "defect");

  private final String name;
  private final CollectorProperties.Poller properties;
  private final Duration commitTimeout;
  private final TenantLogReader reader;
  private final IntakeQueue queue;
  private final Crosscheck crosscheck;
  private final EventStore store;
  private final PipelineMetrics metrics;
  private final Clock clock;
  private final Backoff backoff;
  private final Thread worker;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Duration sweepPause;

  private @Nullable String position;
  private @Nullable Sweep sweep;
  private Instant nextSweep;
  private Instant notBefore = Instant.EPOCH;
  private volatile Instant readUpTo;
  private volatile State state = new State(0, "none yet", "");

  LogPoller(
      CollectorProperties properties,
      TenantLogReader reader,
      IntakeQueue queue,
      Crosscheck crosscheck,
      EventStore store,
      PipelineMetrics metrics,
      Clock clock) {
    this.properties = properties.poller();
    this.name = Event.AUTH0 + " " + this.properties.url();
    this.commitTimeout = properties.commitTimeout();
    this.reader = reader;
    this.queue = queue;
    this.crosscheck = crosscheck;
    this.store = store;
    this.metrics = metrics;
    this.clock = clock;
    this.backoff = new Backoff(this.properties.maxBackoff(), new SplittableRandom());
    this.sweepPause = this.properties.overlap().dividedBy(2);
    this.readUpTo = clock.instant();
    this.nextSweep = readUpTo.plus(sweepPause);
    this.worker = new Thread(this::run, "devicegate-log-poller");
    this.worker.setDaemon(true);
    metrics.watchCursorAge(() -> cursorAge().toMillis() / 1_000.0);
  }

  void start() {
    worker.start();
  }

  State state() {
    return state;
  }

  /** How old what was read last is, or how long ago there was nothing more to read. */
  Duration cursorAge() {
    Duration age = Duration.between(readUpTo, clock.instant());
    return age.isNegative() ? Duration.ZERO : age;
  }

  boolean isRunning() {
    return worker.isAlive();
  }

  @Override
  public void close() {
    closed.countDown();
    worker.interrupt();
    try {
      worker.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean ended = closed.getCount() == 0;
      while (!ended) {
        ended = closed.await(round().toMillis(), MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads what there is; returns how long to wait then. */
  private Duration round() throws InterruptedException {
    try {
      String from = position == null ? begin() : position;
      boolean atEnd = readOn(from);
      sweepIfDue();
      note(new State(0, SUCCESS, ""));
      return atEnd && sweep == null ? properties.interval() : Duration.ZERO;
    } catch (PollException e) {
      metrics.polled(e.result());
      return failed(e.result(), String.valueOf(e.getMessage()), e.retryAfter());
    } catch (StoreUnavailableException e) {
      return failed("not_stored", String.valueOf(e.getMessage()), null);
    } catch (RuntimeException e) {
      log.error("The reader of the tenant's log met a defect and goes on", e);
      return failed("defect", e.getClass().getSimpleName(), null);
    }
  }

  private Duration failed(String result, String problem, @Nullable Duration retryAfter) {
    int failures = state.failures() + 1;
    note(new State(failures, result, problem));
    return backoff.after(failures, retryAfter);
  }

  private void note(State now) {
    if (!now.result().equals(state.result())) {
      if (now.failures() == 0) {
        log.info("The log of {} is being read", properties.url());
      } else if (NEEDS_A_PERSON.contains(now.result())) {
        log.error("The log of {} cannot be read: {}", properties.url(), now.problem());
      } else {
        log.warn("The log of {} cannot be read now: {}", properties.url(), now.problem());
      }
    }
    state = now;
  }

  /** Where to begin; stored, so that a stop before the first event leaves no gap either. */
  private String begin() throws PollException, InterruptedException {
    Cursor known = store.cursor(name).orElse(null);
    if (known == null) {
      Instant now = clock.instant();
      Instant start =
          properties.startAt() == null ? now.minus(properties.overlap()) : properties.startAt();
      known = new Cursor(name, LogIdTime.before(start), now);
      put(new Batch(List.of(), List.of()), known);
      log.info("The log of {} is read from {} on", properties.url(), start);
    } else {
      Instant late = timeOf(known).minus(properties.overlap());
      sweep = new Sweep(LogIdTime.before(late), known.position());
    }
    readUpTo = timeOf(known);
    position = known.position();
    return known.position();
  }

  private static Instant timeOf(Cursor cursor) {
    return LogIdTime.of(cursor.position()).orElse(cursor.moved());
  }

  /** Returns whether there is nothing more. */
  private boolean readOn(String from) throws PollException, InterruptedException {
    String at = from;
    for (int pages = 0; pages < MAX_PAGES && closed.getCount() > 0; pages++) {
      Instant asked = clock.instant();
      LogPage page = ask(at);
      if (page.isEnd()) {
        readUpTo = asked;
        // What came into the log behind that place is found when it is read again, if not before.
        crosscheck.logReadUpTo(asked.minus(properties.overlap()).minus(sweepPause));
        return true;
      }
      Cursor cursor = new Cursor(name, page.next(), clock.instant());
      put(page.content(), cursor);
      readUpTo = timeOf(cursor);
      at = page.next();
      position = at;
    }
    return false;
  }

  private void sweepIfDue() throws PollException, InterruptedException {
    if (properties.overlap().isZero()) {
      sweep = null;
      return;
    }
    Instant now = clock.instant();
    if (sweep == null && position != null && !now.isBefore(nextSweep)) {
      sweep = new Sweep(LogIdTime.before(now.minus(properties.overlap())), position);
    }
    if (sweep != null) {
      sweep = rest(sweep);
      nextSweep = now.plus(sweepPause);
    }
  }

  /** What is left of a sweep after some pages; null if nothing is. */
  private @Nullable Sweep rest(Sweep begun) throws PollException, InterruptedException {
    String at = begun.position();
    for (int pages = 0; pages < MAX_PAGES && closed.getCount() > 0; pages++) {
      LogPage page = ask(at);
      // What is no event was kept when it was first read.
      int filled = put(new Batch(page.content().events(), List.of()), null).stored();
      metrics.filled(filled);
      if (page.isEnd() || page.next().compareTo(begun.end()) >= 0) {
        return null;
      }
      at = page.next();
    }
    return new Sweep(at, begun.end());
  }

  private LogPage ask(String from) throws PollException, InterruptedException {
    Duration asked = Duration.between(clock.instant(), notBefore);
    if (asked.toMillis() > 0 && closed.await(backoff.bounded(asked).toMillis(), MILLISECONDS)) {
      throw new InterruptedException("closed");
    }
    LogPage page = reader.after(from);
    metrics.polled(SUCCESS);
    notBefore = clock.instant().plus(page.pause());
    return page;
  }

  private Receipt put(Batch batch, @Nullable Cursor cursor)
      throws PollException, InterruptedException {
    try {
      Receipt receipt =
          queue.submit(Event.AUTH0, batch, cursor).get(commitTimeout.toMillis(), MILLISECONDS);
      crosscheck.brought(Crosscheck.Channel.POLLER, batch.events());
      return receipt;
    } catch (ExecutionException | TimeoutException e) {
      throw new PollException(
          "not_stored", "What was read is not stored; it will be read again from the same place");
    }
  }

  /**
   * How reading goes.
   *
   * @param failures how many there were in a row
   * @param result what came of the last attempt, from a closed list
   * @param problem the same in words; empty without one
   */
  record State(int failures, String result, String problem) {}

  /**
   * A part that is read again.
   *
   * @param position where to go on
   * @param end where it ends
   */
  private record Sweep(String position, String end) {}
}
