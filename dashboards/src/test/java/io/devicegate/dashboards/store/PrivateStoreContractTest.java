package io.devicegate.dashboards.store;

import io.devicegate.dashboards.TestStore;
import io.devicegate.dashboards.privacy.PrivacyProperties;
import io.devicegate.dashboards.privacy.PrivacyProperties.Action;
import io.devicegate.dashboards.privacy.PrivacyProperties.Field;
import io.devicegate.dashboards.privacy.PrivateEventStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** A store with settings of personal data is a store as any other until something is due. */
class PrivateStoreContractTest extends EventStoreContract {

  private static final Duration LATER = Duration.ofDays(3_650);

  private final AtomicInteger files = new AtomicInteger();

  @TempDir private Path folder;

  @Override
  EventStore empty() {
    PrivacyProperties later =
        new PrivacyProperties(
            "a key that is long enough for a test",
            List.of("a key of before that is long enough, too"),
            Duration.ofDays(1),
            List.of(
                new Field("user", Action.HASH, LATER),
                new Field("address", Action.HASH, LATER),
                new Field("details", Action.DROP, LATER)));
    return PrivateEventStore.over(
        DuckDbEventStore.open(
            TestStore.at(folder.resolve("store" + files.incrementAndGet() + ".duckdb"))),
        later,
        Duration.ofDays(30),
        Clock.systemUTC());
  }
}
