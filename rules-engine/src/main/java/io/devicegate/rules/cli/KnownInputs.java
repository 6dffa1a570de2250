package io.devicegate.rules.cli;

import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which of the inputs that policies require by name are fed, where the rules shall run. */
final class KnownInputs {

  @Option(
      names = "--inputs",
      paramLabel = "NAME",
      split = ",",
      description =
          "Inputs that policies may require, such as approver.geo; '*' for all (default: none, as"
              + " at a gateway that feeds none).")
  private Set<String> inputs = new HashSet<>();

  Set<String> names() {
    return Set.copyOf(inputs);
  }
}
