package io.devicegate.gateway.introspection;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * How the tokens of a tenant are introspected.
 *
 * @param endpoint URL of the introspection endpoint
 * @param clientId how the gateway is known to the issuer
 * @param clientSecret its secret
 * @param authentication how the secret is sent
 * @param issuer the issuer; an answer that names another is refused, one that names none is its own
 * @param audiences audiences that are ours; a token must be for one of them, unless empty
 * @param clockSkew how far the clocks may be off; at most 5 minutes
 * @param timeout how long an answer may take, from the connection to the last byte; from 100 ms to
 *     30 s
 * @param activeTtl how long an active token is believed active; a token revoked meanwhile passes
 *     for as long; at most 1 hour, never beyond its own expiry
 * @param inactiveTtl how long an inactive token is believed inactive; at most 1 hour
 * @param maxCachedBytes maximum size of all answers that are cached; at most 1 GiB
 * @param maxInactive maximum number of inactive tokens that are cached; at most 1,000,000
 * @param maxAnswerBytes maximum size of an answer; at most 1 MiB
 * @param maxConcurrent maximum number of tokens that are asked for at the same time; at most 10,000
 */
public record IntrospectionSettings(
    URI endpoint,
    String clientId,
    String clientSecret,
    ClientAuthentication authentication,
    String issuer,
    Set<String> audiences,
    Duration clockSkew,
    Duration timeout,
    Duration activeTtl,
    Duration inactiveTtl,
    long maxCachedBytes,
    int maxInactive,
    int maxAnswerBytes,
    int maxConcurrent) {

  private static final Duration HOUR = Duration.ofHours(1);

  public IntrospectionSettings {
    requireNonNull(authentication, "authentication");
    audiences = Set.copyOf(audiences);
    boolean web = "https".equals(endpoint.getScheme()) || "http".equals(endpoint.getScheme());
    expect(web && endpoint.getHost() != null, "endpoint", endpoint, "an http or https URL");
    expect(!clientId.isBlank(), "client-id", "(blank)", "the gateway's client id at the issuer");
    expect(!clientSecret.isBlank(), "client-secret", "(blank)", "the secret of that client");
    expect(!issuer.isBlank(), "issuer", "(blank)", "the issuer's identifier");
    between("clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
    between("timeout", timeout, Duration.ofMillis(100), Duration.ofSeconds(30));
    between("active-ttl", activeTtl, Duration.ZERO, HOUR);
    between("inactive-ttl", inactiveTtl, Duration.ZERO, HOUR);
    between("max-cached-bytes", maxCachedBytes, 1L << 30);
    between("max-inactive", maxInactive, 1_000_000);
    between("max-answer-bytes", maxAnswerBytes, 1 << 20);
    between("max-concurrent", maxConcurrent, 10_000);
  }

  /** Returns settings with bounds and times that suit most issuers. */
  public static IntrospectionSettings of(
      URI endpoint, String clientId, String clientSecret, String issuer, Set<String> audiences) {
    return new IntrospectionSettings(
        endpoint,
        clientId,
        clientSecret,
        ClientAuthentication.BASIC,
        issuer,
        audiences,
        Duration.ofSeconds(30),
        Duration.ofSeconds(3),
        Duration.ofSeconds(60),
        Duration.ofSeconds(10),
        16L << 20,
        10_000,
        64 << 10,
        256);
  }

  /** Does not print the secret. */
  @Override
  public String toString() {
    return "IntrospectionSettings[" + endpoint + ", " + clientId + "]";
  }

  private static void between(String name, Duration value, Duration least, Duration most) {
    boolean within = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    expect(within, name, value, "from " + least + " to " + most);
  }

  private static void between(String name, long value, long most) {
    expect(value >= 1 && value <= most, name, value, "from 1 to " + most);
  }

  private static void expect(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
