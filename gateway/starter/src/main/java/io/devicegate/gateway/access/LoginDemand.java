package io.devicegate.gateway.access;

import io.devicegate.rules.access.Obligations;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a login has to be like (RFC 9470).
 *
 * @param maxAge longest time since it; null for no demand
 * @param acrValues classes of login of which it must be one; empty for no demand
 */
record LoginDemand(@Nullable Duration maxAge, List<String> acrValues) {

  static final LoginDemand NONE = new LoginDemand(null, List.of());

  LoginDemand {
    acrValues = List.copyOf(acrValues);
  }

  /** What an access policy demands; its {@code acr} may name several, with spaces between them. */
  static LoginDemand of(Obligations obligations) {
    String acr = obligations.requiredAcr();
    return new LoginDemand(
        obligations.maxAge(),
        acr == null || acr.isBlank() ? List.of() : List.of(acr.strip().split(" +", -1)));
  }

  /** Adds another demand: the shorter age counts, and where both name classes, this one's. */
  LoginDemand and(LoginDemand other) {
    return new LoginDemand(
        shorter(maxAge, other.maxAge), acrValues.isEmpty() ? other.acrValues : acrValues);
  }

  private static @Nullable Duration shorter(@Nullable Duration a, @Nullable Duration b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) <= 0 ? a : b;
  }
}
