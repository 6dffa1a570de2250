package io.devicegate.rules.cli;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Compiles every rule and names every problem of every file.")
final class CheckCommand implements Task {

  @Parameters(
      paramLabel = "RULES",
      defaultValue = "rules",
      description = "Folder with access, detections or login in it (default: rules).")
  private Path rules = Path.of("rules");

  @Mixin private KnownInputs inputs = new KnownInputs();

  @Mixin private KnownOrigins origins = new KnownOrigins();

  @Override
  public Report run() {
    return new RuleCheck(rules, inputs.names(), origins.options()).report();
  }
}
