package io.devicegate.rules.cli;

import io.devicegate.rules.login.LoginRulesOptions;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** To which other hosts login rules may connect, where the rules shall run. */
final class KnownOrigins {

  @Option(
      names = "--allowed-origins",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Origins to which login rules may connect, such as https://api.example.com (default:"
              + " none).")
  private Set<String> origins = new HashSet<>();

  /**
   * Returns what login rules run with: one sandbox, and time enough for an engine that has just
   * been started.
   *
   * @throws UnreadableException if an origin is none
   */
  LoginRulesOptions options() {
    for (String origin : origins) {
      if (!LoginRulesOptions.isOrigin(origin)) {
        throw new UnreadableException(
            "--allowed-origins: " + origin + " (expected: such as https://api.example.com)");
      }
    }
    return LoginRulesOptions.defaults()
        .withWorkers(1)
        .withTimeout(Duration.ofSeconds(5))
        .withMaxWait(Duration.ofSeconds(30))
        .withAllowedOrigins(Set.copyOf(origins));
  }
}
