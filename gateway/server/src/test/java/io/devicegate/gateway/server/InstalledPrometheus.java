package io.devicegate.gateway.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs a test only where Prometheus and its promtool are installed, as by Debian's package {@code
 * prometheus}. Elsewhere it is skipped with a line that says so; with {@code
 * devicegate.test.prometheus.required=true} it fails instead.
 */
final class InstalledPrometheus implements ExecutionCondition {

  private static final String NONE =
      "Prometheus is not installed, so the tests of rules and boards are skipped. Install the"
          + " package prometheus.";

  static Path promtool() {
    return program("promtool").orElseThrow();
  }

  static Path server() {
    return program("prometheus").orElseThrow();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (program("promtool").isPresent() && program("prometheus").isPresent()) {
      return ConditionEvaluationResult.enabled("Prometheus: " + server());
    }
    if (Boolean.getBoolean("devicegate.test.prometheus.required")) {
      throw new IllegalStateException(
          "Prometheus is not installed, but devicegate.test.prometheus.required is true. Install"
              + " the package prometheus.");
    }
    if (context.getTestMethod().isEmpty()) {
      System.out.println(NONE);
    }
    return ConditionEvaluationResult.disabled(NONE);
  }

  private static Optional<Path> program(String name) {
    return Stream.of("/usr/bin", "/usr/local/bin", "/opt/prometheus")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
