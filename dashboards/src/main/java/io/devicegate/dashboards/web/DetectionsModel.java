package io.devicegate.dashboards.web;

import io.devicegate.dashboards.store.Selection;
import io.devicegate.rules.event.Signal;
import io.devicegate.rules.event.Signal.Mode;
import io.devicegate.rules.event.Signal.SubjectKind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The signals that hold, in words.
 *
 * @param summary how many there are
 * @param rows those raised last
 */
record DetectionsModel(String summary, List<Row> rows) {

  private static final int MOST_ROWS = 50;
  private static final int MOST_EVENTS = 3;

  static DetectionsModel of(boolean ready, List<Signal> signals) {
    return new DetectionsModel(
        ready ? summary(signals) : "The stored events are still being looked at.",
        signals.stream().limit(MOST_ROWS).map(Row::of).toList());
  }

  private static String summary(List<Signal> signals) {
    if (signals.isEmpty()) {
      return "No detection holds anything against anybody.";
    }
    long enforcing = signals.stream().filter(DetectionsModel::refuses).count();
    return Words.count(signals.size(), "signal holds", "signals hold")
        + ", "
        + Words.number(enforcing)
        + " of them "
        + (enforcing == 1 ? "refuses" : "refuse")
        + " requests"
        + (signals.size() > MOST_ROWS ? "; shown are the newest " + MOST_ROWS : "")
        + ".";
  }

  private static boolean refuses(Signal signal) {
    return signal.mode() == Mode.ENFORCE && signal.subjectKind() != SubjectKind.TENANT;
  }

  /** A signal. */
  record Row(
      String clock,
      String iso,
      String untilIso,
      String until,
      String severity,
      String subjectKind,
      String subject,
      String kind,
      String reason,
      String rule,
      String effect,
      Counted count,
      List<Counted> events) {

    static Row of(Signal signal) {
      return new Row(
          Words.clock(signal.raisedAt()),
          signal.raisedAt().toString(),
          signal.expiresAt().toString(),
          until(signal.expiresAt()),
          signal.severity().name().toLowerCase(Locale.ROOT),
          signal.subjectKind().name().toLowerCase(Locale.ROOT),
          signal.subjectKind() == SubjectKind.TENANT ? "all" : signal.subject(),
          signal.kind(),
          signal.reason(),
          signal.rule(),
          refuses(signal) ? "refuses" : "observes",
          new Counted(Words.number(signal.evidence().count()), url(signal.evidence().events())),
          links(signal.evidence().events()));
    }

    private static String until(Instant instant) {
      return instant.truncatedTo(ChronoUnit.SECONDS).toString().replace('T', ' ').replace("Z", "");
    }

    private static List<Counted> links(List<String> events) {
      return events.subList(Math.max(0, events.size() - MOST_EVENTS), events.size()).stream()
          .map(event -> new Counted(event, url(List.of(event))))
          .toList();
    }

    private static @Nullable String url(List<String> events) {
      return events.isEmpty() ? null : PageQuery.apiUrl(Selection.identities(events));
    }
  }
}
