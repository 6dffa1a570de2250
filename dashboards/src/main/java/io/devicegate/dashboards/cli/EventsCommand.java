package io.devicegate.dashboards.cli;

import io.devicegate.dashboards.collector.CollectorProperties;
import io.devicegate.dashboards.collector.FileImport;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devicegate events}. */
@Command(name = "events", description = "Brings events into the store.")
final class EventsCommand {

  private static final int BAR = 24;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "import",
      description = {
        "Reads files of a tenant's events: JSON lines or one array, plain or gzip.",
        "What is stored already changes nothing; an import that was cut off goes on where it was.",
        "Into a store that no server has open, or with --server into that of one that runs; its"
            + " token is taken from where the server takes it (DEVICEGATE_COLLECTOR_WEBHOOK_TOKEN"
            + " or application.yaml)."
      },
      mixinStandardHelpOptions = true)
  int importFiles(
      @Mixin StoreOption option,
      @Option(
              names = "--server",
              paramLabel = "URL",
              description =
                  "The server's management port, such as http://localhost:8081, in place of"
                      + " --store.")
          @Nullable URI server,
      @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to read.")
          List<Path> files)
      throws IOException {
    if (server != null) {
      if (option.isGiven()) {
        throw wrong("--server: goes with no --store, since the server has its own");
      }
      all(over(server), files);
      return 0;
    }
    try (EventStore store = option.open()) {
      all(
          FileImport.into(store, Taxonomy.load(), CollectorProperties.MAX_AHEAD, Clock.systemUTC()),
          files);
    }
    return 0;
  }

  private FileImport over(URI server) {
    try {
      String token =
          ServerSettings.of(List.of())
              .get("devicegate.collector", CollectorProperties.class)
              .webhook()
              .token();
      if (token == null) {
        throw wrong(
            CollectorProperties.TOKEN_PROPERTY + ": missing (expected: the token of the server)");
      }
      return FileImport.into(server, token, Clock.systemUTC());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private ParameterException wrong(String words) {
    return new ParameterException(spec.commandLine(), words);
  }

  private void all(FileImport imports, List<Path> files) throws IOException {
    for (Path file : files) {
      spec.commandLine().getOut().println(file + ": " + one(imports, file));
    }
  }

  private String one(FileImport all, Path file) throws IOException {
    long begun = System.nanoTime();
    boolean watched = Ansi.AUTO.enabled();
    FileImport.Result result;
    try {
      result =
          all.run(
              file,
              (read, size, elements) -> {
                if (watched) {
                  show(read, size, elements, begun);
                }
              });
    } catch (IOException e) {
      throw e instanceof NoSuchFileException ? e : new IOException(file + ": " + e.getMessage(), e);
    }
    return words(result, seconds(begun));
  }

  private static String words(FileImport.Result result, double seconds) {
    if (result.complete()) {
      return "imported before";
    }
    StringBuilder words = new StringBuilder();
    words.append(
        String.format(
            Locale.ROOT,
            "%,d elements: %,d new, %,d stored already",
            result.elements(),
            result.stored(),
            result.duplicates()));
    if (result.rejected() > 0) {
      words.append(
          String.format(Locale.ROOT, ", %,d no events (see dead-letters list)", result.rejected()));
    }
    if (result.skipped() > 0) {
      words.append(String.format(Locale.ROOT, ", %,d read before", result.skipped()));
    }
    return words
        + String.format(
            Locale.ROOT, "; %.1f s, %,.0f a second", seconds, result.elements() / seconds);
  }

  private void show(long read, long size, long elements, long begun) {
    int done = size == 0 ? BAR : (int) (BAR * read / size);
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "\r[%s%s] %3d %%  %,d events, %,.0f a second ",
        "#".repeat(done),
        "-".repeat(BAR - done),
        size == 0 ? 100 : 100 * read / size,
        elements,
        elements / seconds(begun));
    if (read == size) {
      err.println();
    }
    err.flush();
  }

  private static double seconds(long begun) {
    return Math.max(1, System.nanoTime() - begun) / 1e9;
  }
}
