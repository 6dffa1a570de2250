package io.devicegate.dashboards.cli;

import io.devicegate.dashboards.collector.CollectorProperties;
import io.devicegate.dashboards.collector.FileImport;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
        "What is stored already changes nothing; an import that was cut off goes on where it was."
      },
      mixinStandardHelpOptions = true)
  int importFiles(
      @Mixin StoreOption option,
      @Parameters(paramLabel = "FILE", arity = "1..*", description = "What to read.")
          List<Path> files)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (EventStore store = option.open()) {
      FileImport all =
          new FileImport(store, Taxonomy.load(), CollectorProperties.MAX_AHEAD, Clock.systemUTC());
      for (Path file : files) {
        out.println(file + ": " + one(all, file));
      }
    }
    return 0;
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
