package io.devicegate.dashboards.collector;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the webhook and the reader of the log brought of the same tenant, minute by minute:
 * an event that only one of them brought, the other one missed.
 *
 * <p>Looks at minutes that began after this process, once the webhook has had {@link #GRACE} and
 * the log is read behind them; what still comes later is not missed any more. Of a minute with more
 * than {@value #MOST_IDS} events it compares a sample, the same of both. Thread-safe.
 */
public final class Crosscheck {

  /** How late a delivery may be. */
  static final Duration GRACE = Duration.ofMinutes(5);

  /** How far back minutes are looked at. */
  static final Duration REACH = Duration.ofHours(1);

  static final int MOST_IDS = 512;

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Clock clock;
  private final Instant begun;
  private final boolean on;
  private final TreeMap<Instant, Minute> minutes = new TreeMap<>();
  private Instant logReadUpTo = Instant.MIN;
  private boolean isDelivering;

  /**
   * Creates one that has seen nothing.
   *
   * @param on whether both are there to be compared
   */
  Crosscheck(boolean on, Clock clock) {
    this.on = on;
    this.clock = clock;
    this.begun = clock.instant();
  }

  /** Whether there are two to compare. */
  public boolean isOn() {
    return on;
  }

  /** Takes note of what one of them brought, new or not. */
  synchronized void brought(Channel channel, List<StoredEvent> events) {
    if (!on) {
      return;
    }
    isDelivering |= channel == Channel.WEBHOOK && !events.isEmpty();
    for (StoredEvent stored : events) {
      String id = stored.event().id();
      Instant minute =
          LogIdTime.of(id).orElse(stored.event().time()).truncatedTo(ChronoUnit.MINUTES);
      if (!minute.isBefore(begun)) {
        minutes.computeIfAbsent(minute, it -> new Minute()).add(channel, id);
      }
    }
    minutes.headMap(clock.instant().minus(REACH).minus(GRACE)).clear();
    while (minutes.size() > 2 * REACH.toMinutes()) {
      minutes.pollLastEntry();
    }
  }

  /** Takes note of how far the log has been read. */
  synchronized void logReadUpTo(Instant instant) {
    logReadUpTo = instant;
  }

  /** The minutes of the last hour of which one of them missed something, oldest first. */
  public synchronized List<Missed> missed() {
    Instant now = clock.instant();
    List<Missed> missed = new ArrayList<>();
    minutes
        .subMap(now.minus(REACH), true, now.minus(GRACE).minus(MINUTE), true)
        .forEach(
            (begin, minute) -> {
              TimeRange range = new TimeRange(begin, begin.plus(MINUTE));
              // Whoever never delivered anything is not connected, which the doctor says.
              if (isDelivering) {
                add(minute.missed(Channel.WEBHOOK, range), missed);
              }
              if (!range.to().isAfter(logReadUpTo)) {
                add(minute.missed(Channel.POLLER, range), missed);
              }
            });
    return missed;
  }

  private static void add(@Nullable Missed found, List<Missed> missed) {
    if (found != null) {
      missed.add(found);
    }
  }

  /** How many minutes that one missed something of. */
  long minutesMissedBy(Channel channel) {
    return missed().stream().filter(missed -> missed.by() == channel).count();
  }

  /** How a tenant's events come to us. */
  public enum Channel {
    /** The tenant's log stream brings them. */
    WEBHOOK,
    /** The tenant's log is read. */
    POLLER;

    /** The name used in JSON, on the pages and as a label. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    private Channel other() {
      return this == WEBHOOK ? POLLER : WEBHOOK;
    }
  }

  /**
   * A minute of which one missed something.
   *
   * @param by who missed it
   * @param range the minute, by the tenant's log
   * @param events about how many events it missed
   * @param of about how many events the minute has
   */
  public record Missed(Channel by, TimeRange range, long events, long of) {}

  /** What each of them brought of one minute. */
  private static final class Minute {

    /** Ids that are still too many then all have one hash, and one more says nothing new. */
    private static final int FINEST = 1 << 30;

    private final Map<Channel, Set<String>> ids = new EnumMap<>(Channel.class);
    private int oneIn = 1;

    Minute() {
      for (Channel channel : Channel.values()) {
        ids.put(channel, new HashSet<>());
      }
    }

    private Set<String> of(Channel channel) {
      return Objects.requireNonNull(ids.get(channel));
    }

    void add(Channel channel, String id) {
      if (!isInSample(id)) {
        return;
      }
      Set<String> mine = of(channel);
      mine.add(id);
      while (mine.size() > MOST_IDS && oneIn < FINEST) {
        oneIn *= 2;
        ids.values().forEach(all -> all.removeIf(it -> !isInSample(it)));
      }
      if (mine.size() > MOST_IDS) {
        mine.remove(id);
      }
    }

    /** By a hash of the id, so that both have the same sample. */
    private boolean isInSample(String id) {
      int hash = id.hashCode() * 0x9E3779B9;
      return ((hash ^ (hash >>> 16)) & (oneIn - 1)) == 0;
    }

    @Nullable Missed missed(Channel channel, TimeRange range) {
      Set<String> mine = of(channel);
      long missing = of(channel.other()).stream().filter(id -> !mine.contains(id)).count();
      return missing == 0
          ? null
          : new Missed(channel, range, missing * oneIn, (missing + mine.size()) * oneIn);
    }
  }
}
