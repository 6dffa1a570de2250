package io.devicegate.rules.login;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Limits and surroundings of the scripts.
 *
 * @param timeout time that all rules together may take for one login, from the moment a sandbox is
 *     free; then the run is interrupted, wherever it is, and its sandbox thrown away. It is the
 *     processor time of the run, so that a busy machine does not make an honest rule look endless;
 *     by the wall clock a run never takes more than four times as long
 * @param memory bytes that a sandbox may hold, scripts and engine included, rounded up to 64 KB;
 *     the engine itself takes about 3.5 MB
 * @param maxInput bytes of a request as JSON in UTF-8; also of the user that the rules leave
 * @param maxOutput bytes of what the rules add, as JSON in UTF-8: claims, scope and metadata
 * @param workers number of sandboxes, and so of logins that are judged at a time; each has a thread
 * @param maxWait time that a login waits for a free sandbox before it is {@link
 *     LoginOutcome.Reason#BUSY}
 * @param configuration what Rules see as {@code configuration}
 * @param secrets what Actions see as {@code event.secrets}
 * @param allowedOrigins origins, such as {@code https://api.example.com}, to which scripts may
 *     connect; without any, a script that asks for an HTTP client is refused at load
 * @param clock the scripts' time
 */
public record LoginRulesOptions(
    Duration timeout,
    int memory,
    int maxInput,
    int maxOutput,
    int workers,
    Duration maxWait,
    Map<String, String> configuration,
    Map<String, String> secrets,
    Set<String> allowedOrigins,
    Clock clock) {

  /** Timeouts that may pass by the wall clock while a run waits for a processor. */
  static final int PATIENCE = 4;

  private static final int KILOBYTE = 1024;
  private static final int MEGABYTE = 1024 * KILOBYTE;

  public LoginRulesOptions {
    requirePositive(timeout, "timeout");
    requireBetween(memory, 8 * MEGABYTE, 1024 * MEGABYTE, "memory");
    requireBetween(maxInput, 1, MEGABYTE, "maxInput");
    requireBetween(maxOutput, 1, MEGABYTE, "maxOutput");
    requireBetween(workers, 1, 256, "workers");
    requirePositive(maxWait, "maxWait");
    configuration = Map.copyOf(configuration);
    secrets = Map.copyOf(secrets);
    allowedOrigins = Set.copyOf(allowedOrigins);
    allowedOrigins.forEach(Origin::of);
    requireNonNull(clock, "clock");
  }

  /**
   * Returns 250 ms, 32 MB, 64 KB in, 16 KB out, a sandbox for each processor, 500 ms of waiting, no
   * configuration, no secrets, no origin, and the system's clock.
   */
  public static LoginRulesOptions defaults() {
    return new LoginRulesOptions(
        Duration.ofMillis(250),
        32 * MEGABYTE,
        64 * KILOBYTE,
        16 * KILOBYTE,
        Runtime.getRuntime().availableProcessors(),
        Duration.ofMillis(500),
        Map.of(),
        Map.of(),
        Set.of(),
        Clock.systemUTC());
  }

  /** Whether a text is an origin that may be allowed: scheme, host and perhaps a port. */
  public static boolean isOrigin(String text) {
    try {
      Origin.of(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  public LoginRulesOptions withTimeout(Duration timeout) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withMemory(int memory) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withMaxInput(int maxInput) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withMaxOutput(int maxOutput) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withWorkers(int workers) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withMaxWait(Duration maxWait) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withConfiguration(Map<String, String> configuration) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withSecrets(Map<String, String> secrets) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withAllowedOrigins(Set<String> allowedOrigins) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  public LoginRulesOptions withClock(Clock clock) {
    return new LoginRulesOptions(
        timeout,
        memory,
        maxInput,
        maxOutput,
        workers,
        maxWait,
        configuration,
        secrets,
        allowedOrigins,
        clock);
  }

  /** Returns the limits only: configuration and secrets are nobody's to read. */
  @Override
  public String toString() {
    return "LoginRulesOptions[timeout=%s, memory=%d, maxInput=%d, maxOutput=%d, workers=%d, maxWait=%s]"
        .formatted(timeout, memory, maxInput, maxOutput, workers, maxWait);
  }

  private static void requirePositive(Duration value, String name) {
    if (requireNonNull(value, name).isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
    }
  }

  private static void requireBetween(int value, int least, int most, String name) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          name + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }
}
