package io.devicegate.sandbox.upstream;

import static java.util.Objects.requireNonNull;

import java.time.Clock;

/**
 * Settings of the {@link SampleApi}.
 *
 * @param host address to listen on; loopback by default, since nothing here asks for a token
 * @param port port to listen on; 0 takes a free one
 * @param maxBodyBytes longest request body taken, in bytes; a longer one gets 413
 * @param maxPurchases most purchases kept; the oldest makes room for the newest, the report goes on
 *     counting
 * @param clock time of a purchase
 */
public record SampleApiOptions(
    String host, int port, int maxBodyBytes, int maxPurchases, Clock clock) {

  public SampleApiOptions {
    requireNonNull(host, "host");
    requireNonNull(clock, "clock");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    requirePositive("maxBodyBytes", maxBodyBytes);
    requirePositive("maxPurchases", maxPurchases);
  }

  /** Loopback, port 9001, bodies of up to 4 KiB, 1000 purchases. */
  public static SampleApiOptions defaults() {
    return new SampleApiOptions("127.0.0.1", 9001, 4096, 1000, Clock.systemUTC());
  }

  public SampleApiOptions withHost(String other) {
    return new SampleApiOptions(other, port, maxBodyBytes, maxPurchases, clock);
  }

  public SampleApiOptions withPort(int other) {
    return new SampleApiOptions(host, other, maxBodyBytes, maxPurchases, clock);
  }

  public SampleApiOptions withMaxPurchases(int other) {
    return new SampleApiOptions(host, port, maxBodyBytes, other, clock);
  }

  public SampleApiOptions withClock(Clock other) {
    return new SampleApiOptions(host, port, maxBodyBytes, maxPurchases, other);
  }

  private static void requirePositive(String name, int value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }
}
