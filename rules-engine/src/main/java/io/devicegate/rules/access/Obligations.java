package io.devicegate.rules.access;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the enforcement point must do when a request passes.
 *
 * @param headers headers to set for the upstream, sorted by name
 * @param dropScopes scopes to take away before the upstream sees them
 * @param rateClass the budget that the request is charged to
 * @param requiredAcr the authentication context that the user must have reached
 * @param maxAge how old the user's authentication may be
 */
public record Obligations(
    Map<String, String> headers,
    Set<String> dropScopes,
    @Nullable String rateClass,
    @Nullable String requiredAcr,
    @Nullable Duration maxAge) {

  /** Nothing to do. */
  public static final Obligations NONE = new Obligations(Map.of(), Set.of(), null, null, null);

  public Obligations {
    headers =
        headers.isEmpty()
            ? Map.of()
            : java.util.Collections.unmodifiableMap(new TreeMap<>(headers));
    dropScopes =
        dropScopes.isEmpty()
            ? Set.of()
            : java.util.Collections.unmodifiableSet(new TreeSet<>(dropScopes));
  }

  /**
   * Adds the obligations of another rule: scopes of both are dropped, the shorter age counts, and
   * where both name a header, a rate class or an {@code acr}, this one's stays.
   */
  Obligations and(Obligations other) {
    if (isNone() || other.isNone()) {
      return isNone() ? other : this;
    }
    Map<String, String> bothHeaders = new TreeMap<>(other.headers);
    bothHeaders.putAll(headers);
    Set<String> bothScopes = new TreeSet<>(dropScopes);
    bothScopes.addAll(other.dropScopes);
    return new Obligations(
        bothHeaders,
        bothScopes,
        rateClass != null ? rateClass : other.rateClass,
        requiredAcr != null ? requiredAcr : other.requiredAcr,
        shorter(maxAge, other.maxAge));
  }

  private boolean isNone() {
    return headers.isEmpty()
        && dropScopes.isEmpty()
        && rateClass == null
        && requiredAcr == null
        && maxAge == null;
  }

  private static @Nullable Duration shorter(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }
}
