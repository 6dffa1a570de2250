package io.devicegate.dashboards.cli;

import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventFilter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.Place;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.StoredEvent;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code devicegate privacy}. */
@Command(name = "privacy", description = "Gives out or erases what is stored about one user.")
final class PrivacyCommand {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "export",
      description =
          "Writes every event of a user as it is stored, a line of JSON each, newest first.",
      mixinStandardHelpOptions = true)
  int export(
      @Mixin StoreOption option,
      @Parameters(paramLabel = "USER", description = "The user id, such as auth0|123.") String user)
      throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Selection events = Selection.of(Dimension.USER, user);
    try (EventStore store = option.openExisting()) {
      List<StoredEvent> page = store.find(EventFilter.newest(events, EventFilter.MAX_LIMIT));
      while (!page.isEmpty()) {
        page.forEach(event -> out.println(event.event().json()));
        Place last = Place.of(page.get(page.size() - 1));
        page = store.find(new EventFilter(null, events, last, EventFilter.MAX_LIMIT));
      }
    }
    return 0;
  }

  @Command(
      name = "erase",
      description = {
        "Deletes every event and dead letter that names a user.",
        "The tenant's own log still has them: a poller or an import brings them back.",
        "The bytes stay in free pages of the file until something else is written there."
      },
      mixinStandardHelpOptions = true)
  int erase(
      @Mixin StoreOption option,
      @Parameters(paramLabel = "USER", description = "The user id, such as auth0|123.") String user)
      throws IOException {
    try (EventStore store = option.openExisting()) {
      spec.commandLine().getOut().printf("%d erased%n", store.erase(user));
    }
    return 0;
  }
}
