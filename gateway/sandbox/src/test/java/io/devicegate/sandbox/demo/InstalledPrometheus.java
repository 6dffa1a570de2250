package io.devicegate.sandbox.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Prometheus and its promtool, as by Debian's package {@code prometheus}. Where they are missing,
 * drills are not looked at by them, and a line says so; with {@code
 * devicegate.test.prometheus.required=true} the drills fail instead.
 */
final class InstalledPrometheus {

  private InstalledPrometheus() {}

  /** Finds a program of it. */
  static Optional<Path> program(String name) {
    Optional<Path> found =
        Stream.of("/usr/bin", "/usr/local/bin", "/opt/prometheus")
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    if (found.isEmpty()) {
      String missing =
          name
              + " is not installed, so it does not look at drills. Install the package prometheus.";
      if (Boolean.getBoolean("devicegate.test.prometheus.required")) {
        throw new IllegalStateException(missing);
      }
      System.out.println(missing);
    }
    return found;
  }
}
