package io.devicegate.gateway.token;

import static io.devicegate.gateway.token.Settings.require;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token has to be. Two policies never share what they verified.
 *
 * @param id name of the policy, different for every policy in a process
 * @param issuers values of {@code iss}, compared character by character; several for a tenant with
 *     custom domains
 * @param audiences values of {@code aud}, one of which the token must have
 * @param algorithms signature algorithms, unless the key allows fewer
 * @param types values of {@code typ}, in any case and with or without {@code application/}
 * @param typeRequired whether a token without {@code typ} is refused
 * @param clockSkew how far the issuer's clock may differ from ours
 * @param maxLifetime longest time between {@code iat} and {@code exp}; {@code null} for no limit
 * @param highSAllowed whether an ECDSA signature may have the higher of its two possible s; an
 *     issuer that does not take care to make the lower one makes the higher one half of the time
 * @param limits sizes
 */
public record TokenPolicy(
    String id,
    Set<String> issuers,
    Set<String> audiences,
    Set<JwsAlgorithm> algorithms,
    Set<String> types,
    boolean typeRequired,
    Duration clockSkew,
    @Nullable Duration maxLifetime,
    boolean highSAllowed,
    JwtLimits limits) {

  private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

  public TokenPolicy {
    require(!id.isBlank(), "id", id, "not blank");
    require(!issuers.isEmpty(), "issuers", issuers, "at least one");
    require(!audiences.isEmpty(), "audiences", audiences, "at least one");
    require(!algorithms.isEmpty(), "algorithms", algorithms, "at least one");
    require(!types.isEmpty() || !typeRequired, "types", types, "at least one");
    require(
        !clockSkew.isNegative() && clockSkew.compareTo(MAX_CLOCK_SKEW) <= 0,
        "clockSkew",
        clockSkew,
        "between 0 and 5 minutes");
    if (maxLifetime != null) {
      require(
          !maxLifetime.isNegative() && !maxLifetime.isZero(), "maxLifetime", maxLifetime, "> 0");
    }
    issuers = Set.copyOf(issuers);
    audiences = Set.copyOf(audiences);
    algorithms = Set.copyOf(algorithms);
    types = types.stream().map(MediaType::normalized).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Accepts both of Auth0's token profiles: RS256, {@code JWT}, {@code at+jwt} or no type, a minute
   * of clock skew.
   */
  public static TokenPolicy of(String id, String issuer, String audience) {
    return new TokenPolicy(
        id,
        Set.of(issuer),
        Set.of(audience),
        Set.of(JwsAlgorithm.RS256),
        Set.of("JWT", "at+jwt"),
        false,
        Duration.ofMinutes(1),
        null,
        false,
        JwtLimits.DEFAULTS);
  }

  /** What is wrong with a token besides its signature; empty when nothing is. */
  Optional<TokenRefusal> refuse(StrictJwt jwt, Instant now) {
    if (!issuers.contains(jwt.issuer())) {
      return Optional.of(TokenRefusal.ISSUER_NOT_ALLOWED);
    }
    if (Collections.disjoint(audiences, jwt.audience())) {
      return Optional.of(TokenRefusal.AUDIENCE_NOT_ALLOWED);
    }
    return refuse(jwt.times(), now);
  }

  /**
   * What is wrong with a token's times at one moment, asked again each time a verified token comes
   * back.
   */
  Optional<TokenRefusal> refuse(TokenTimes times, Instant now) {
    if (!now.minus(clockSkew).isBefore(times.expiresAt())) {
      return Optional.of(TokenRefusal.TOKEN_EXPIRED);
    }
    Instant latest = now.plus(clockSkew);
    if (isAfter(times.notBefore(), latest) || isAfter(times.issuedAt(), latest)) {
      return Optional.of(TokenRefusal.TOKEN_NOT_YET_VALID);
    }
    return livesTooLong(times)
        ? Optional.of(TokenRefusal.TOKEN_LIFETIME_TOO_LONG)
        : Optional.empty();
  }

  private boolean livesTooLong(TokenTimes times) {
    if (maxLifetime == null) {
      return false;
    }
    Instant issuedAt = times.issuedAt();
    return issuedAt == null || times.expiresAt().isAfter(issuedAt.plus(maxLifetime));
  }

  private static boolean isAfter(@Nullable Instant time, Instant latest) {
    return time != null && time.isAfter(latest);
  }
}
