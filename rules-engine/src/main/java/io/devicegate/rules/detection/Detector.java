package io.devicegate.rules.detection;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.json.JsonReader;
import io.devicegate.rules.json.NameCache;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Runs detections over one stream of events.
 *
 * <p>Depends on nothing but the events: time is that of the newest event, so the same stream always
 * raises the same signals. Events may come twice and in any order; those further behind the newest
 * than a detection's lateness are not looked at by it, and counted. Taking the last signal of each
 * {@link Signal#id id}, the outcome is the same for any order within the lateness.
 *
 * <p>Not thread-safe. Memory is bounded by {@link DetectionOptions#maxKeys}.
 */
public final class Detector {

  // Times outside of these years are mistakes; one of the far future would make all others late.
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-01-01T00:00:00Z");

  private final Tally tally = new Tally();
  private final NameCache names = new NameCache();
  private final DetectionRules rules;
  private final List<Track> tracks;
  private long newest = Long.MIN_VALUE / 2;

  /** Creates a detector that has seen nothing. */
  public Detector(DetectionRules rules) {
    this.rules = requireNonNull(rules, "rules");
    this.tracks = rules.newTracks(tally);
  }

  /** Takes an event; returns the signals that it raises or changes, mostly none. */
  public List<Signal> accept(Event event) {
    requireNonNull(event, "event");
    tally.events++;
    if (event.time().isBefore(FIRST) || !event.time().isBefore(LAST)) {
      tally.unreadable++;
      return List.of();
    }
    long time = micros(event.time());
    List<Signal> signals = new ArrayList<>(0);
    proceed(time, signals);
    DetectionRules.Watch watch = rules.watch(event.type());
    if (!watch.places().isEmpty()) {
      DetectionEvent.Input facts = facts(event, watch.members());
      for (int track : watch.places()) {
        tracks.get(track).accept(facts, time, newest, signals::add);
      }
    }
    return signals;
  }

  /**
   * Says that time has come so far, for when no event says so; closes windows that are over by
   * then. Only detections of a ratio wait for that.
   *
   * @param now must not be ahead of the clock by which events are timed
   */
  public List<Signal> advance(Instant now) {
    requireNonNull(now, "now");
    List<Signal> signals = new ArrayList<>(0);
    if (now.isAfter(FIRST) && now.isBefore(LAST)) {
      proceed(micros(now), signals);
    }
    return signals;
  }

  /** Returns what has been counted so far. */
  public Statistics statistics() {
    long keys = tracks.stream().mapToLong(Track::size).sum();
    return new Statistics(
        tally.events,
        tally.unreadable,
        tally.late,
        tally.failed,
        tally.evicted,
        tally.signals,
        keys);
  }

  private void proceed(long time, List<Signal> signals) {
    if (time > newest) {
      newest = time;
      for (int i = 0; i < tracks.size(); i++) {
        tracks.get(i).close(newest, signals::add);
      }
    }
  }

  private DetectionEvent.Input facts(Event event, Predicate<String> members) {
    Optional<Map<String, Object>> json = JsonReader.readLeniently(event.json(), names, members);
    if (json.isEmpty()) {
      tally.unreadable++;
    }
    return new DetectionEvent.Input(DetectionEvent.of(event, json.orElse(Map.of())));
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /**
   * What a detector has counted.
   *
   * @param events events taken
   * @param unreadable events whose time makes no sense, or whose JSON is no object; of the latter
   *     only the typed parts are seen
   * @param late how often a detection did not look at an event because it came too late
   * @param failed how often a condition failed on an event, which then does not match
   * @param evicted keys forgotten before their time, for lack of room
   * @param signals signals raised or changed
   * @param keys keys remembered now
   */
  public record Statistics(
      long events,
      long unreadable,
      long late,
      long failed,
      long evicted,
      long signals,
      long keys) {}
}
