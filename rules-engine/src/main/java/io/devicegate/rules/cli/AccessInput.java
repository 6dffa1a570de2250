package io.devicegate.rules.cli;

import io.devicegate.rules.access.AccessRules;
import io.devicegate.rules.login.LoginRulesOptions;
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
    return inMode(new RulesOfFolder(rules).access(inputs.names()));
  }

  /** Compiles all kinds of rules of a folder. */
  RuleCheck check(Path folder, LoginRulesOptions login) {
    return new RuleCheck(folder, inputs.names(), login);
  }

  /** Returns the policies in the mode that was asked for. */
  AccessRules inMode(AccessRules compiled) {
    return enforceAll ? compiled.enforced() : compiled;
  }

  Path folder() {
    return rules;
  }
}
