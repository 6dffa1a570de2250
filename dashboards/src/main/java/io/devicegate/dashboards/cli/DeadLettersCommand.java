package io.devicegate.dashboards.cli;

import io.devicegate.dashboards.collector.CollectorProperties;
import io.devicegate.dashboards.collector.DeadLetterReplay;
import io.devicegate.dashboards.store.DeadLetter;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code devicegate dead-letters}. */
@Command(
    name = "dead-letters",
    description = "Shows what came in and is no event, or reads it once more.")
final class DeadLettersCommand {

  private static final int PAGE = 500;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Command(
      name = "list",
      description = "Writes each as a line of JSON, oldest first; secrets were masked on arrival.",
      mixinStandardHelpOptions = true)
  int list(@Mixin StoreOption option) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (EventStore store = option.openExisting()) {
      List<DeadLetter> page = store.deadLetters(0, PAGE);
      while (!page.isEmpty()) {
        page.forEach(letter -> out.println(JsonMapper.shared().writeValueAsString(json(letter))));
        page = store.deadLetters(page.get(page.size() - 1).id(), PAGE);
      }
    }
    return 0;
  }

  @Command(
      name = "replay",
      description = "Reads all of them once more, after an update; what is an event now is stored.",
      mixinStandardHelpOptions = true)
  int replay(@Mixin StoreOption option) throws IOException {
    try (EventStore store = option.openExisting()) {
      DeadLetterReplay.Result result =
          new DeadLetterReplay(
                  store, Taxonomy.load(), CollectorProperties.MAX_AHEAD, Clock.systemUTC())
              .run();
      spec.commandLine()
          .getOut()
          .printf(
              "%d dead letters: %d are events now, %d of them new; %d stay%n",
              result.looked(),
              result.readable(),
              result.stored(),
              result.looked() - result.readable());
    }
    return 0;
  }

  private static Map<String, Object> json(DeadLetter letter) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", letter.id());
    json.put("source", letter.rejected().source());
    json.put("received", letter.rejected().received().toString());
    json.put("reason", letter.rejected().reason());
    json.put("detail", letter.rejected().detail());
    if (letter.rejected().text() != null) {
      json.put("text", letter.rejected().text());
    }
    return json;
  }
}
