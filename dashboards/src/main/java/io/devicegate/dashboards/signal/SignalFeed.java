package io.devicegate.dashboards.signal;

import io.devicegate.dashboards.telemetry.DetectionMetrics;
import io.devicegate.rules.event.Signal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signals that hold, and who wants to hear of them.
 *
 * <p>Until the first {@link #replace} nobody can say which hold: {@link #isReady} is false.
 * Thread-safe; listeners are called in the order of the changes.
 */
public final class SignalFeed {

  private static final Logger log = LoggerFactory.getLogger(SignalFeed.class);

  private static final Comparator<Signal> NEWEST_FIRST =
      Comparator.comparing(Signal::raisedAt).reversed().thenComparing(Signal::id);

  private final int capacity;
  private final List<SignalListener> listeners;
  private final DetectionMetrics metrics;
  private final Clock clock;
  private final String process = UUID.randomUUID().toString();
  private LiveSignals live;
  private long version;
  private boolean ready;

  /**
   * Creates a feed that is not ready.
   *
   * @param capacity maximum number of signals, above 0
   */
  public SignalFeed(
      int capacity, List<SignalListener> listeners, DetectionMetrics metrics, Clock clock) {
    this.capacity = capacity;
    this.listeners = List.copyOf(listeners);
    this.metrics = metrics;
    this.clock = clock;
    this.live = newSignals();
    metrics.watchLive(this::liveByKind);
  }

  /** Returns an empty set of the feed's own size. */
  public LiveSignals newSignals() {
    return new LiveSignals(capacity);
  }

  /** Takes signals in the order in which they were raised. */
  public synchronized void raise(List<Signal> signals) {
    Instant now = clock.instant();
    long evicted = live.evicted();
    List<Signal> news = new ArrayList<>();
    for (Signal signal : signals) {
      metrics.known(signal.kind());
      if (live.put(signal, now)) {
        news.add(signal);
        metrics.raised(signal.rule());
      }
    }
    metrics.signalsEvicted(live.evicted() - evicted);
    if (!news.isEmpty()) {
      version++;
      tell(listener -> listener.raised(news));
    }
  }

  /** Takes signals in place of all others. */
  public synchronized void replace(LiveSignals signals) {
    live = signals;
    ready = true;
    version++;
    metrics.signalsEvicted(signals.evicted());
    List<Signal> all = signals.at(clock.instant());
    all.forEach(signal -> metrics.known(signal.kind()));
    tell(listener -> listener.replaced(all));
  }

  /** Tells whether it is known which signals hold. */
  public synchronized boolean isReady() {
    return ready;
  }

  /** Names what the feed holds: another name means that something may have been added. */
  public synchronized String version() {
    return process + "-" + version;
  }

  /** Returns the signals that hold and match, those raised last first. */
  public List<Signal> live(SignalFilter filter) {
    return all().stream().filter(filter::matches).sorted(NEWEST_FIRST).toList();
  }

  private synchronized List<Signal> all() {
    return live.at(clock.instant());
  }

  private Map<String, Long> liveByKind() {
    Map<String, Long> counts = new TreeMap<>();
    all().forEach(signal -> counts.merge(signal.kind(), 1L, Long::sum));
    return counts;
  }

  private void tell(Consumer<SignalListener> news) {
    for (SignalListener listener : listeners) {
      try {
        news.accept(listener);
      } catch (RuntimeException e) {
        log.error("{} failed on signals", listener.getClass().getName(), e);
      }
    }
  }
}
