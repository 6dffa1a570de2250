package io.devicegate.rules.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs commands in this process on a copy of the example rules, as if in their folder. */
final class CommandRuns {

  static final Path EXAMPLES = Path.of("src/test/resources/cli");

  private static final Pattern FILE = Pattern.compile("[a-z/_-]+\\.(yaml|jsonl|json|xml|key|pub)");

  private final Path folder;

  private CommandRuns(Path folder) {
    this.folder = folder;
  }

  /** Runs commands where there is nothing. */
  static CommandRuns nowhere() {
    return new CommandRuns(Path.of("nowhere"));
  }

  static CommandRuns in(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(EXAMPLES)) {
      for (Path path : paths.sorted().toList()) {
        Path copy = folder.resolve(EXAMPLES.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(path, copy);
        }
      }
    }
    return new CommandRuns(folder);
  }

  Run run(String... args) {
    return run(List.of(args));
  }

  Run run(List<String> args) {
    return run(false, args);
  }

  Run run(boolean colours, List<String> args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        DevicegateRules.run(
            new PrintWriter(out),
            new PrintWriter(err),
            colours,
            args.stream().map(this::located).toArray(String[]::new));
    return new Run(status, shortened(out), shortened(err));
  }

  Path folder() {
    return folder;
  }

  private String located(String arg) {
    boolean isFile =
        FILE.matcher(arg).matches() || (!arg.equals("-") && Files.exists(folder.resolve(arg)));
    return isFile ? folder.resolve(arg).toString() : arg;
  }

  private String shortened(StringWriter text) {
    return text.toString().replace(folder + "/", "");
  }

  /** What a command printed, with names as seen from the folder, and its status. */
  record Run(int status, String out, String err) {}
}
