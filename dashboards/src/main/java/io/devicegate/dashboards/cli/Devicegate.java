package io.devicegate.dashboards.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.devicegate.dashboards.store.StoreUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Set;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command {@code devicegate}: what is done to the event store while no server has it open,
 * imports, which a server takes while it runs too, and the look at a tenant's settings that needs
 * none.
 *
 * <p>The runnable gateway starts it in place of a server when its first argument is one of its
 * commands.
 */
@Command(
    name = "devicegate",
    description =
        "Works on the event store of a server that is stopped; imports; looks at a tenant.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      EventsCommand.class,
      DeadLettersCommand.class,
      PrivacyCommand.class,
      DoctorCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all is done",
      "1:the store or a file could not be read or written; what was done before stays",
      "2:the command line or a setting is wrong",
      "3:the doctor found a problem, or could not look"
    })
public final class Devicegate {

  private static final Set<String> COMMANDS =
      Set.of("events", "dead-letters", "privacy", "doctor", "help");

  private Devicegate() {}

  /** Tells whether these arguments are a command, and not options of a server. */
  public static boolean isCommand(String... arguments) {
    return arguments.length > 0 && COMMANDS.contains(arguments[0]);
  }

  /** Runs a command and returns its exit code. */
  public static int run(String... arguments) {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
    return run(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        arguments);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    CommandLine line = new CommandLine(new Devicegate());
    line.addSubcommand("help", new CommandLine.HelpCommand());
    line.setOut(out);
    line.setErr(err);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          err.println(words(failure));
          return 1;
        });
    return line.execute(arguments);
  }

  private static String words(Exception failure) throws Exception {
    if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + ": there is no such file";
    }
    if (failure instanceof IOException || failure instanceof StoreUnavailableException) {
      return String.valueOf(failure.getMessage());
    }
    throw failure;
  }
}
