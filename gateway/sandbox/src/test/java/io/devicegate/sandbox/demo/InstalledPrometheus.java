package io.devicegate.sandbox.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Looks at a drill with Prometheus only where it and its promtool are installed, as by Debian's
 * package {@code prometheus}. Elsewhere a line says so; with {@code
 * devicegate.test.prometheus.required=true} the drills fail instead.
 */
final class InstalledPrometheus implements ExecutionCondition {

  private static final String NONE =
      "Prometheus is not installed, so alerts and boards of drills are not looked at. Install the"
          + " package prometheus.";

  /** Whether drills are looked at with it. */
  static boolean isThere() {
    boolean there = program("promtool").isPresent() && program("prometheus").isPresent();
    if (!there && Boolean.getBoolean("devicegate.test.prometheus.required")) {
      throw new IllegalStateException(
          "Prometheus is not installed, but devicegate.test.prometheus.required is true. Install"
              + " the package prometheus.");
    }
    return there;
  }

  static Path promtool() {
    return program("promtool").orElseThrow();
  }

  static Path server() {
    return program("prometheus").orElseThrow();
  }

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (isThere()) {
      return ConditionEvaluationResult.enabled("Prometheus: " + server());
    }
    System.out.println(NONE);
    return ConditionEvaluationResult.disabled(NONE);
  }

  private static Optional<Path> program(String name) {
    return Stream.of("/usr/bin", "/usr/local/bin", "/opt/prometheus")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
