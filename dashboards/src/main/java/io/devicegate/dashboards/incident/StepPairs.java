package io.devicegate.dashboards.incident;

import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts two steps of the same user and client together, in whichever order they come to us: the
 * gateway tells of a call at once, the tenant of the exchange before it seconds later.
 *
 * <p>Not longer apart than a device code lives. Bounded: the oldest goes first. Not thread-safe.
 */
final class StepPairs {

  private static final int MOST = 10_000;
  private static final Duration LIFE_OF_A_CODE = Duration.ofMinutes(15);

  private final Map<Key, Instant> befores = bounded();
  private final Map<Key, Afters> afters = bounded();

  /** The first step; returns how long it was to the second if that has come already. */
  Optional<Duration> before(Subject subject, Instant time) {
    return Key.of(subject)
        .flatMap(
            key -> {
              Afters known = afters.get(key);
              Instant next = known == null ? null : known.firstFrom(time);
              Optional<Duration> pause = next == null ? Optional.empty() : pause(time, next);
              if (pause.isPresent()) {
                afters.remove(key);
              } else {
                befores.put(key, time);
              }
              return pause;
            });
  }

  /** The second step; returns how long ago the first one was if that is known. */
  Optional<Duration> after(Subject subject, Instant time) {
    return Key.of(subject)
        .flatMap(
            key -> {
              Instant before = befores.get(key);
              Optional<Duration> pause = before == null ? Optional.empty() : pause(before, time);
              if (pause.isPresent()) {
                befores.remove(key);
              } else {
                Afters known = afters.get(key);
                afters.put(key, known == null ? new Afters(time, time) : known.with(time));
              }
              return pause;
            });
  }

  private static Optional<Duration> pause(Instant before, Instant after) {
    Duration pause = Duration.between(before, after);
    return pause.isNegative() || pause.compareTo(LIFE_OF_A_CODE) > 0
        ? Optional.empty()
        : Optional.of(pause);
  }

  private static <V> Map<Key, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
        return size() > MOST;
      }
    };
  }

  /**
   * Second steps that wait for a first: the earliest and the latest, which is enough to find one
   * behind the first step of a device that is new, and mostly of one that is not.
   */
  private record Afters(Instant first, Instant last) {

    Afters with(Instant time) {
      return new Afters(time.isBefore(first) ? time : first, time.isAfter(last) ? time : last);
    }

    @Nullable Instant firstFrom(Instant time) {
      if (!first.isBefore(time)) {
        return first;
      }
      return last.isBefore(time) ? null : last;
    }
  }

  private record Key(String client, String user) {

    private static Optional<Key> of(Subject subject) {
      String client = subject.client();
      String user = subject.user();
      return client == null || user == null ? Optional.empty() : Optional.of(new Key(client, user));
    }
  }
}
