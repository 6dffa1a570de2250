package io.devicegate.gateway.token;

import io.devicegate.gateway.token.JwksEvent.KeyName;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the listener of an issuer's keys what happened, in order and each state change once. */
final class JwksAnnouncer {

  private static final Logger log = LoggerFactory.getLogger(JwksAnnouncer.class);

  private final String issuer;
  private final JwksListener listener;
  private JwksState announced = JwksState.CLOSED;

  JwksAnnouncer(String issuer, JwksListener listener) {
    this.issuer = issuer;
    this.listener = listener;
  }

  synchronized void state(JwksStatus status) {
    JwksState before = announced;
    if (before == status.state()) {
      return;
    }
    announced = status.state();
    tell(new JwksEvent.StateChanged(issuer, before, status));
  }

  synchronized void fetched(Optional<FetchFailure> failure, Duration took) {
    tell(new JwksEvent.Fetched(issuer, failure, took));
  }

  synchronized void skipped(Map<SkippedKey, Integer> counts) {
    if (!counts.isEmpty()) {
      tell(new JwksEvent.KeysSkipped(issuer, counts));
    }
  }

  synchronized void keys(KeyRing before, KeyRing after) {
    Set<KeyName> added = missing(before, after);
    Set<KeyName> removed = missing(after, before);
    if (!added.isEmpty() || !removed.isEmpty()) {
      int kept = before.keys().size() - removed.size();
      tell(new JwksEvent.KeysChanged(issuer, added, removed, kept));
    }
  }

  /** Keys of one ring that the other does not have. */
  private static Set<KeyName> missing(KeyRing from, KeyRing in) {
    return in.keys().values().stream()
        .filter(key -> from.keys().get(key.id()) != key)
        .map(key -> new KeyName(key.id(), key.thumbprint()))
        .collect(Collectors.toSet());
  }

  private void tell(JwksEvent event) {
    try {
      listener.on(event);
    } catch (RuntimeException e) {
      log.error(
          "A listener failed on {} of issuer {}", event.getClass().getSimpleName(), issuer, e);
    }
  }
}
