package io.devicegate.gateway.proof;

import java.time.Duration;
import java.util.List;

/**
 * How DPoP proofs are checked.
 *
 * @param algorithms signature algorithms a proof may use, in order of preference
 * @param maxAge how long after its creation a proof is accepted; from 1 second to 10 minutes
 * @param clockSkew how far the clocks of clients may be off, either way; at most 5 minutes
 * @param nonce whether a proof must carry a nonce that the gateway issued; its age then counts
 *     instead of the client's clock (RFC 9449, section 9)
 * @param nonceLifetime how long a nonce is accepted at least; twice as long at most; from 10
 *     seconds to 1 hour
 * @param replayCapacity maximum number of proofs remembered; when it is reached further proofs are
 *     refused with 503, so it must exceed the requests of {@code maxAge + 2 * clockSkew}
 */
public record DpopSettings(
    List<ProofAlgorithm> algorithms,
    Duration maxAge,
    Duration clockSkew,
    boolean nonce,
    Duration nonceLifetime,
    int replayCapacity) {

  public DpopSettings {
    algorithms = List.copyOf(algorithms);
    expect(!algorithms.isEmpty(), "algorithms", "[]", "at least one");
    between("max-age", maxAge, Duration.ofSeconds(1), Duration.ofMinutes(10));
    between("clock-skew", clockSkew, Duration.ZERO, Duration.ofMinutes(5));
    between("nonce-lifetime", nonceLifetime, Duration.ofSeconds(10), Duration.ofHours(1));
    expect(
        replayCapacity >= 1 && replayCapacity <= 10_000_000,
        "replay-capacity",
        replayCapacity,
        "from 1 to 10000000");
  }

  /** Returns settings that suit clients whose clocks are right within half a minute. */
  public static DpopSettings defaults() {
    return new DpopSettings(
        List.of(
            ProofAlgorithm.ES256, ProofAlgorithm.EDDSA, ProofAlgorithm.PS256, ProofAlgorithm.RS256),
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        false,
        Duration.ofMinutes(2),
        200_000);
  }

  private static void between(String name, Duration value, Duration least, Duration most) {
    boolean within = value.compareTo(least) >= 0 && value.compareTo(most) <= 0;
    expect(within, name, value, "from " + least + " to " + most);
  }

  private static void expect(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
