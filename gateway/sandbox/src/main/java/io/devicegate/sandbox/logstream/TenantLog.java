package io.devicegate.sandbox.logstream;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The newest events of the tenant, in the order of their identifiers.
 *
 * <p>Thread-safe. Recording never waits for a reader: when the ring is full the oldest event is
 * dropped.
 */
public final class TenantLog {

  private static final DateTimeFormatter ID_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter EVENT_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  private final String tenant;
  private final String environment;
  private final int capacity;
  private final Clock clock;

  private final NavigableMap<String, LogEntry> ring = new TreeMap<>();
  private Instant newest = Instant.EPOCH;
  private long sequence;

  /**
   * Creates an empty log.
   *
   * @param tenant value of {@code tenant_name}
   * @param environment value of {@code environment_name}
   * @param capacity number of events kept, at least one
   * @param clock time of the events
   */
  public TenantLog(String tenant, String environment, int capacity, Clock clock) {
    if (capacity < 1) {
      throw new IllegalArgumentException("capacity: " + capacity + " (expected: > 0)");
    }
    this.tenant = tenant;
    this.environment = environment;
    this.capacity = capacity;
    this.clock = clock;
  }

  /** Appends an event and wakes whoever waits for one. */
  public synchronized void record(TenantEvent event) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    String logId = nextId(now);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("date", EVENT_TIME.format(now));
    data.putAll(event.fields());
    data.put("log_id", logId);
    data.put("tenant_name", tenant);
    data.put("environment_name", environment);
    data.put("$event_schema", Map.of("version", "1.0.0"));
    ring.put(logId, new LogEntry(logId, sequence, data));
    if (ring.size() > capacity) {
      ring.pollFirstEntry();
    }
    notifyAll();
  }

  /** Events after a checkpoint, oldest first; the empty string stands before the first event. */
  synchronized List<LogEntry> after(String checkpoint, int limit) {
    return ring.tailMap(checkpoint, false).values().stream().limit(limit).toList();
  }

  /** As {@link #after}, but waits up to {@code patience} for the first such event. */
  synchronized List<LogEntry> awaitAfter(String checkpoint, int limit, Duration patience)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (ring.higherKey(checkpoint) == null) {
      long millis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (millis <= 0) {
        return List.of();
      }
      wait(millis);
    }
    return after(checkpoint, limit);
  }

  /** A copy of everything kept, newest first. */
  synchronized List<LogEntry> newestFirst() {
    return new ArrayList<>(ring.descendingMap().values());
  }

  synchronized Optional<LogEntry> find(String logId) {
    return Optional.ofNullable(ring.get(logId));
  }

  /**
   * {@code 900}, the time in milliseconds and a sequence number, as Auth0 writes it. The time in an
   * identifier never runs backwards, so that a checkpoint never skips an event.
   */
  private String nextId(Instant now) {
    newest = now.isAfter(newest) ? now : newest;
    sequence++;
    return "900" + ID_TIME.format(newest) + "%036d".formatted(sequence);
  }
}
