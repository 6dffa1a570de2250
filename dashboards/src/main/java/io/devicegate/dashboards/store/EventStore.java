package io.devicegate.dashboards.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every event exactly once, durably.
 *
 * <p>Identity is source and id. One writer at a time; readers never wait for it. Every method may
 * throw {@link StoreUnavailableException}, which changes nothing that is stored.
 */
public interface EventStore extends AutoCloseable {

  /** The most buckets that one question returns. */
  int MAX_BUCKETS = 2_000;

  /** The most rows that a time series is made of; the latest of more are left out. */
  int MAX_ROWS = 200_000;

  /** Of many events to store, as many at once are stored quickest. */
  int BULK = 16_384;

  /**
   * Stores what is not stored yet, in one transaction that is on disk when this returns.
   *
   * @param events events in any order, duplicates allowed; of two with the same identity the first
   *     wins
   * @param rejected what was delivered but could not be read as an event
   * @param cursors how far the readers have come with these events; each takes the place of the one
   *     before
   * @return the events that are new, as they were given
   */
  List<StoredEvent> append(
      List<StoredEvent> events, List<RejectedEvent> rejected, List<Cursor> cursors);

  /** Stores events that no cursor comes with. */
  default List<StoredEvent> append(List<StoredEvent> events, List<RejectedEvent> rejected) {
    return append(events, rejected, List.of());
  }

  /**
   * Puts these in the place of the stored events with the same identities; what is not stored is
   * left out. Time, kind and arrival stay as they were.
   *
   * @return how many took their place
   */
  long rewrite(List<StoredEvent> events);

  /** What of an event is kept when it is stored. */
  default StoredEvent kept(StoredEvent event) {
    return event;
  }

  /**
   * Gives up a part of what may be kept no longer of events that stay.
   *
   * @return whether more is to be given up now
   */
  default boolean age() {
    return false;
  }

  /** How far that reader has come, if it ever read anything. */
  Optional<Cursor> cursor(String reader);

  /**
   * What could not be read, oldest first.
   *
   * @param after continues behind the one with this id; 0 to begin
   * @param limit at most so many, above 0
   */
  List<DeadLetter> deadLetters(long after, int limit);

  /** How many of those are kept. */
  long countDeadLetters();

  /** Forgets dead letters, since they were read after all; ids that are not there do not matter. */
  void forgetDeadLetters(List<Long> ids);

  /** Forgets the dead letters that came then or before. */
  void forgetDeadLettersUntil(Instant received);

  /** Events that match, newest first by the source's clock. */
  List<StoredEvent> find(EventFilter filter);

  /**
   * Events that arrived in the range, in the order of their arrival; those of the same moment by
   * time, source and id.
   *
   * @param after continues behind this event, which arrived in the range; null to begin
   * @param limit at most so many, above 0
   */
  List<StoredEvent> arrived(TimeRange range, @Nullable StoredEvent after, int limit);

  /** Counts of the events in the range, one row per kind. */
  List<EventCount> count(TimeRange range);

  /**
   * Counts of the slice's events, one row per kind and bucket that has any, oldest first.
   *
   * @param bucket the length of a bucket, at least a second; buckets begin at multiples of it since
   *     1970, and the range holds at most {@value #MAX_BUCKETS}
   */
  List<TimedCount> timeseries(Slice slice, Duration bucket);

  /**
   * Counts of the events in the range by the values of a dimension, one row per value and kind,
   * most frequent first. Events without a value are left out.
   *
   * @param limit at most so many rows, above 0
   */
  List<ValueCount> breakdown(TimeRange range, Dimension dimension, int limit);

  /**
   * Counts of two slices' events by the values of a dimension. An event in both counts for both.
   *
   * @param limit at most so many values, above 0
   */
  Comparison compare(Dimension dimension, Slice first, Slice second, int limit);

  /**
   * When each value of a dimension was first seen in the range, the most frequent first.
   *
   * @param limit at most so many values, above 0
   */
  List<FirstSeen> firstSeen(TimeRange range, Dimension dimension, int limit);

  /**
   * Counts of the events in the range, and beside them of the logins of those clients that used the
   * device flow in it or in the day before: a tenant's log does not say for which flow a login was.
   */
  DeviceActivity<EventCount> activity(TimeRange range);

  /** The same by bucket, as in {@link #timeseries}. */
  DeviceActivity<TimedCount> activity(TimeRange range, Duration bucket);

  /**
   * How many different pairs of client and user had a device token let through by the gateway in
   * the range: the log has no better name for one device. Events without a user are of no one.
   */
  long countCallers(TimeRange range);

  /**
   * The stretches, each as many minutes long as {@code after}, of which events arrived later than
   * that: what delivers them first has missed them, and something else filled them in. Oldest
   * first, at most {@value #MAX_BUCKETS}.
   *
   * @param after at least a minute
   */
  List<LateStretch> late(TimeRange range, Duration after);

  /** Freshness of each source that ever sent an event. */
  List<SourceFreshness> freshness();

  /**
   * Drops what happened before that instant.
   *
   * @return how many events were dropped
   */
  long dropBefore(Instant instant);

  /**
   * Deletes every event and dead letter that names a user, in any part of it.
   *
   * @return how many were deleted
   */
  long erase(String user);

  @Override
  void close();
}
