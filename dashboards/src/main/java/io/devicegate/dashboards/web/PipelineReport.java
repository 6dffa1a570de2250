package io.devicegate.dashboards.web;

import io.devicegate.dashboards.collector.Ledger;
import io.devicegate.dashboards.query.GapReader;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.StoreUnavailableException;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.web.Report.Cell;
import io.devicegate.dashboards.web.Report.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What became of everything that was delivered, and what is not seen. Blocks. */
final class PipelineReport {

  private static final Duration DAY = Duration.ofDays(1);
  private static final String LAG = "devicegate.ingest.lag";

  private final Ledger ledger;
  private final EventStore store;
  private final GapReader gaps;
  private final Meters meters;

  PipelineReport(Ledger ledger, EventStore store, GapReader gaps, Meters meters) {
    this.ledger = ledger;
    this.store = store;
    this.gaps = gaps;
    this.meters = meters;
  }

  /** Says what can be said while the store does not answer. */
  Report read(Instant at) {
    Map<String, Ledger.Account> accounts = ledger.read();
    boolean balanced = accounts.values().stream().allMatch(Ledger.Account::isBalanced);
    String balance =
        balanced
            ? "Nothing that was delivered is lost, and nothing is counted twice."
            : "The balance does not hold: this is a defect, please report it.";
    try {
      Table sources = sources(at);
      Table parts = parts(store.countDeadLetters());
      return Report.of(
          "Pipeline", balance, at, balance(accounts), sources, missed(), lag(), parts, rejected());
    } catch (StoreUnavailableException e) {
      return Report.of(
          "Pipeline",
          "The event store does not answer: nothing new is stored, and senders are told to come"
              + " again. "
              + balance,
          at,
          balance(accounts),
          lag(),
          rejected());
    }
  }

  Optional<String> longestOwnLag() {
    return meters.timers(LAG).stream()
        .filter(timer -> Meters.label(timer, "segment").equals("process"))
        .filter(timer -> timer.max(TimeUnit.NANOSECONDS) > 0)
        .map(Meters::max)
        .findFirst();
  }

  private static Table balance(Map<String, Ledger.Account> accounts) {
    List<List<Cell>> rows =
        accounts.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                entry -> {
                  Ledger.Account it = entry.getValue();
                  return List.of(
                      Cell.name(entry.getKey()),
                      it.isBalanced() ? Cell.good("balanced") : Cell.bad("not balanced"),
                      Cell.number(it.received()),
                      Cell.number(it.stored()),
                      Cell.number(it.duplicates()),
                      Cell.number(it.rejected()),
                      Cell.number(it.returned()),
                      Cell.number(it.waiting()));
                })
            .toList();
    return new Table(
        "Balance",
        "Received = stored + duplicates + rejected + given back + waiting; since the start of the"
            + " process",
        List.of(
            "Source",
            "Balance",
            "Received",
            "Stored",
            "Duplicates",
            "Rejected",
            "Given back",
            "Waiting"),
        rows,
        "Nothing has been delivered since the start of the process.");
  }

  private Table sources(Instant at) {
    List<List<Cell>> rows = new ArrayList<>();
    if (gaps.gaps(at, TimeRange.before(at, DAY)).get("sources") instanceof List<?> sources) {
      for (Object source : sources) {
        if (source instanceof Map<?, ?> told) {
          rows.add(
              List.of(
                  Cell.name(String.valueOf(told.get("source"))),
                  state(String.valueOf(told.get("state"))),
                  Cell.measure(ago(told.get("ageSeconds"))),
                  Cell.measure(ago(told.get("silentSeconds"))),
                  Cell.words(String.valueOf(told.get("text")))));
        }
      }
    }
    return new Table(
        "Sources",
        "How old the newest event is, and since when none has come",
        List.of("Source", "State", "Newest", "Silent for", "Which means"),
        rows,
        "No source is known.");
  }

  private Table missed() {
    List<List<Cell>> rows =
        gaps.missed().stream()
            .map(
                missed ->
                    List.of(
                        Cell.name(missed.range().from().toString()),
                        Cell.bad(missed.by().label()),
                        Cell.number(missed.events()),
                        Cell.number(missed.of())))
            .toList();
    return new Table(
        "Webhook and poller compared",
        "Minutes of the last hour, by the tenant's log, of which one did not bring what the other"
            + " one brought",
        List.of("Minute", "Who missed", "Events missed", "Of"),
        rows,
        gaps.isCrosschecked()
            ? "Neither has missed anything that the other one brought."
            : "There is nothing to compare: it takes a webhook and a poller.");
  }

  private static Cell state(String state) {
    return switch (state) {
      case "live" -> Cell.good(state);
      case "silent" -> Cell.bad(state);
      case "late" -> Cell.warning(state);
      default -> Cell.unknown(state);
    };
  }

  private static String ago(@Nullable Object seconds) {
    return seconds instanceof Number number
        ? Words.duration(Duration.ofMillis(Math.round(number.doubleValue() * 1000)))
        : "–";
  }

  private Table lag() {
    List<List<Cell>> rows =
        meters.timers(LAG).stream()
            .map(
                timer ->
                    List.of(
                        Cell.name(
                            switch (Meters.label(timer, "segment")) {
                              case "tenant" -> "The tenant: from the event to its log";
                              case "delivery" -> "The delivery: from the log to us";
                              default -> "Ours: from us to the disk";
                            }),
                        Cell.number(timer.count()),
                        Cell.measure(Meters.mean(timer)),
                        Cell.measure(Meters.max(timer))))
            .toList();
    return new Table(
        "Lag",
        "Count and mean since the start of the process, the longest of the last minutes",
        List.of("Part", "Events", "Mean", "Longest"),
        rows,
        "No event has come since the start of the process.");
  }

  private Table parts(long deadLetters) {
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(row("Events that wait for their commit", "devicegate.ingest.waiting"));
    rows.add(row("Events that wait for the detections", "devicegate.detections.waiting"));
    rows.add(row("Events that no detection looked at", "devicegate.detections.dropped"));
    rows.add(row("Viewers of the live stream", "devicegate.stream.viewers"));
    rows.add(List.of(Cell.name("Dead letters kept"), Cell.number(deadLetters)));
    if (meters.has("devicegate.poller.cursor.age")) {
      rows.add(
          List.of(
              Cell.name("How far behind the tenant's log is read"),
              Cell.measure(ago(meters.sum("devicegate.poller.cursor.age")))));
    }
    return new Table("Parts", "Now", List.of("What", "Value"), rows, "");
  }

  private List<Cell> row(String text, String meter) {
    return List.of(Cell.name(text), Cell.number(meters.sum(meter)));
  }

  private Table rejected() {
    List<List<Cell>> rows = new ArrayList<>();
    meters
        .by("devicegate.ingest.rejected", "reason")
        .forEach((reason, count) -> add(rows, reason, "kept as a dead letter", count));
    meters
        .by("devicegate.ingest.failed", "reason")
        .forEach((reason, count) -> add(rows, reason, "given back to its sender", count));
    meters
        .by("devicegate.ingest.refused", "reason")
        .forEach((reason, count) -> add(rows, reason, "request refused unread", count));
    return new Table(
        "What was not stored, and why",
        "Since the start of the process",
        List.of("Reason", "What became of it", "Count"),
        rows,
        "Nothing: all that came was an event.");
  }

  private static void add(List<List<Cell>> rows, String reason, String fate, double count) {
    if (count > 0) {
      rows.add(List.of(Cell.name(reason), Cell.words(fate), Cell.number(count)));
    }
  }
}
