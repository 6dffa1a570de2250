package io.devicegate.rules.cli;

import io.devicegate.rules.json.JsonWriter;
import io.devicegate.rules.source.RuleCompilationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line for people who write rules. */
@Command(
    name = "devicegate-rules",
    description = "Checks, tests, explains and signs the rules of Devicegate.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CheckCommand.class,
      LintCommand.class,
      TestCommand.class,
      EvalCommand.class,
      ExplainCommand.class,
      ReplayCommand.class,
      DiffCommand.class,
      BenchCommand.class,
      BundleCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is well",
      "1:something was found: a problem, a failed test, a change",
      "2:the command line is wrong",
      "3:a file could not be read or written, or is not what it should be"
    })
public final class DevicegateRules {

  private static final int MAX_JSON = 64 << 20;

  @Option(
      names = "--format",
      scope = ScopeType.INHERIT,
      paramLabel = "FORMAT",
      defaultValue = "human",
      description = "human, or json for one JSON object (default: human).")
  private Format format = Format.HUMAN;

  private DevicegateRules() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] args) {
    // Rules are tried here, not served: no logging, and no warning that there is none.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    boolean colours = Ansi.AUTO.enabled() && System.getenv("NO_COLOR") == null;
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(out, err, colours, args));
  }

  /** Runs one command and returns its status. */
  static int run(PrintWriter out, PrintWriter err, boolean colours, String... args) {
    DevicegateRules root = new DevicegateRules();
    CommandLine line = new CommandLine(root);
    line.setOut(out);
    line.setErr(err);
    line.setColorScheme(CommandLine.Help.defaultColorScheme(colours ? Ansi.ON : Ansi.OFF));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    version(line);
    line.setExecutionStrategy(
        parsed -> {
          Integer help = CommandLine.executeHelpRequest(parsed);
          return help == null ? root.execute(parsed, out, err, colours) : help;
        });
    return line.execute(args);
  }

  private int execute(ParseResult parsed, PrintWriter out, PrintWriter err, boolean colours) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    if (!(last.commandSpec().userObject() instanceof Task task)) {
      throw new CommandLine.ParameterException(
          last.commandSpec().commandLine(), "Missing required subcommand");
    }
    try {
      Report report = report(task);
      print(report, out, colours);
      return report.status();
    } catch (NoSuchFileException e) {
      return failed(err, e.getFile() + ": there is no such file");
    } catch (IOException e) {
      return failed(err, e.getClass().getSimpleName() + ": " + e.getMessage());
    } catch (UnreadableException e) {
      return failed(err, String.valueOf(e.getMessage()));
    }
  }

  private void print(Report report, PrintWriter out, boolean colours) {
    if (format == Format.JSON) {
      out.println(JsonWriter.write(report.put("status", report.status()).data(), MAX_JSON));
    } else {
      report.lines().forEach(text -> out.println(rendered(text, colours)));
    }
    out.flush();
  }

  private static Report report(Task task) throws IOException {
    try {
      return task.run();
    } catch (RuleCompilationException e) {
      return new Report().problems(e.problems()).status(Report.FINDINGS);
    }
  }

  private static int failed(PrintWriter err, String message) {
    err.println("devicegate-rules: " + printable(message));
    err.flush();
    return Report.UNREADABLE;
  }

  private static String rendered(Report.Line line, boolean colours) {
    String text = printable(line.text());
    if (!colours) {
      return text;
    }
    return switch (line.tone()) {
      case PLAIN -> text;
      case GOOD -> "\u001b[32m" + text + "\u001b[0m";
      case BAD -> "\u001b[31m" + text + "\u001b[0m";
    };
  }

  /** What stands in a file must not move the cursor of whoever reads this. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\n]]", " ").stripTrailing();
  }

  private static void version(CommandLine line) {
    String version = DevicegateRules.class.getPackage().getImplementationVersion();
    line.getCommandSpec().version("devicegate-rules " + (version == null ? "unbuilt" : version));
    line.getSubcommands().values().forEach(DevicegateRules::version);
  }

  /** How a report is written. */
  enum Format {
    HUMAN,
    JSON
  }
}
