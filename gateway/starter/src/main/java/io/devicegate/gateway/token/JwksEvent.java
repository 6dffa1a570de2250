package io.devicegate.gateway.token;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Something that happened to the keys of an issuer. */
public sealed interface JwksEvent {

  /** The issuer whose keys are meant, exactly as configured. */
  String issuer();

  /**
   * The state changed.
   *
   * @param from state before
   * @param status status now; its state is never {@code from}
   */
  record StateChanged(String issuer, JwksState from, JwksStatus status) implements JwksEvent {}

  /**
   * A fetch ended.
   *
   * @param failure why it failed; empty when it succeeded
   * @param took time from the first request to the parsed keys
   */
  record Fetched(String issuer, Optional<FetchFailure> failure, Duration took)
      implements JwksEvent {}

  /**
   * The key set changed. A {@code kid} with new key material is in both sets.
   *
   * @param added keys that are now used
   * @param removed keys that are no longer used: what they verified must be forgotten
   * @param kept number of keys that were used before and still are
   */
  record KeysChanged(String issuer, Set<KeyName> added, Set<KeyName> removed, int kept)
      implements JwksEvent {
    public KeysChanged {
      added = Set.copyOf(added);
      removed = Set.copyOf(removed);
    }

    /** Whether there were no keys before, so that nothing was replaced. */
    public boolean isFirst() {
      return kept == 0 && removed.isEmpty();
    }
  }

  /**
   * A fetched set held keys that are not used.
   *
   * @param counts number of skipped keys by reason
   */
  record KeysSkipped(String issuer, Map<SkippedKey, Integer> counts) implements JwksEvent {
    public KeysSkipped {
      counts = Map.copyOf(counts);
    }
  }

  /**
   * A key, by its two names.
   *
   * @param id the {@code kid}
   * @param thumbprint SHA-256 thumbprint (RFC 7638)
   */
  record KeyName(String id, String thumbprint) {}
}
