package io.devicegate.rules.cli;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code eval}. */
@Command(
    name = "eval",
    mixinStandardHelpOptions = true,
    description = "Decides one request by the access policies.")
final class EvalCommand implements Task {

  @Mixin private AccessInput access = new AccessInput();

  @Parameters(
      index = "1",
      paramLabel = "REQUEST",
      description = "Request as YAML or JSON, or a recorded decision; - for standard input.")
  private Path request = Path.of("-");

  @Override
  public Report run() throws IOException {
    return DecisionText.report(access.compile().decide(RequestFile.read(request)));
  }
}
