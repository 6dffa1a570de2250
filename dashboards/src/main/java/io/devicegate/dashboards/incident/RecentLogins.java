package io.devicegate.dashboards.incident;

import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * When users last logged in, for as long as a device code lives. Bounded: the oldest goes first.
 * Not thread-safe.
 */
final class RecentLogins {

  private static final int MOST = 10_000;
  private static final Duration LIFE_OF_A_CODE = Duration.ofMinutes(15);

  private final Map<Key, Instant> logins =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Instant> eldest) {
          return size() > MOST;
        }
      };

  /** Remembers a login, if it says whose it is. */
  void loggedIn(Subject subject, Instant time) {
    Key.of(subject).ifPresent(key -> logins.put(key, time));
  }

  /** How long after the login of the same user at the same client; empty if that is not known. */
  Optional<Duration> since(Subject subject, Instant time) {
    return Key.of(subject)
        .flatMap(key -> Optional.ofNullable(logins.remove(key)))
        .map(login -> Duration.between(login, time))
        .filter(age -> !age.isNegative() && age.compareTo(LIFE_OF_A_CODE) <= 0);
  }

  private record Key(String client, String user) {

    private static Optional<Key> of(Subject subject) {
      String client = subject.client();
      String user = subject.user();
      return client == null || user == null ? Optional.empty() : Optional.of(new Key(client, user));
    }
  }
}
