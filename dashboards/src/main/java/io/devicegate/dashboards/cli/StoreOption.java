package io.devicegate.dashboards.cli;

import io.devicegate.dashboards.privacy.PrivacyProperties;
import io.devicegate.dashboards.privacy.PrivateEventStore;
import io.devicegate.dashboards.store.DuckDbEventStore;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreProperties;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The store that a command works on. */
final class StoreOption {

  private static final Duration LONG = Duration.ofDays(36_500);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--store",
      paramLabel = "FILE",
      defaultValue = "data/devicegate.duckdb",
      description =
          "The store's file, devicegate.store.path of the server (default: ${DEFAULT-VALUE}).")
  private Path path = Path.of("data/devicegate.duckdb");

  /**
   * Opens the store, which may be new, with what the server's settings say of personal data.
   *
   * @throws ParameterException if those are wrong, or others than the store was written with
   */
  EventStore open() {
    PrivacyProperties privacy;
    Duration keep;
    try {
      ServerSettings settings = ServerSettings.of(List.of());
      privacy = settings.get("devicegate.privacy", PrivacyProperties.class);
      keep = settings.get("devicegate.store", StoreProperties.class).retention();
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    EventStore store =
        DuckDbEventStore.open(
            new StoreProperties(
                path,
                LONG,
                DataSize.ofMegabytes(512),
                DataSize.ofMegabytes(256),
                StoreProperties.MOST_DEAD_LETTERS,
                Duration.ofMinutes(10)));
    if (!PrivateEventStore.fits(store, privacy)) {
      store.close();
      throw wrong(
          path
              + ": the server that wrote it had other settings of devicegate.privacy. Run this where"
              + " its application.yaml is, and with DEVICEGATE_PRIVACY_KEY as it was set there.");
    }
    return PrivateEventStore.over(store, privacy, keep, Clock.systemUTC());
  }

  boolean isGiven() {
    return spec.commandLine().getParseResult().hasMatchedOption("--store");
  }

  private ParameterException wrong(String words) {
    return new ParameterException(spec.commandLine(), words);
  }

  /** Opens a store that is there. */
  EventStore openExisting() throws NoSuchFileException {
    if (!Files.exists(path)) {
      throw new NoSuchFileException(path.toString());
    }
    return open();
  }
}
