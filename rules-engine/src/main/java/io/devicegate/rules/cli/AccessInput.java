package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRules;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The access policies that a command decides by. */
final class AccessInput {

  @Parameters(index = "0", paramLabel = "RULES", description = "Folder with access in it.")
  private Path rules = Path.of("rules");

  @Option(
      names = "--enforce-all",
      description = "Takes policies in shadow as if they were enforced.")
  private boolean enforceAll;

  @Mixin private KnownInputs inputs = new KnownInputs();

  AccessRules compile() {
    return compile(rules);
  }

  AccessRules compile(Path folder) {
    AccessRules compiled = new RulesOfFolder(folder).access(inputs.names());
    return enforceAll ? compiled.enforced() : compiled;
  }

  Path folder() {
    return rules;
  }
}
