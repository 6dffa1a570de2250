package io.devicegate.dashboards.web;

import io.devicegate.dashboards.incident.Change;
import io.devicegate.dashboards.incident.Incident;
import io.devicegate.dashboards.incident.OutcomeCount;
import io.devicegate.dashboards.incident.Verdict;
import io.devicegate.dashboards.store.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import tools.jackson.databind.json.JsonMapper;

/**
 * Outcomes over time as stacked areas, in words, as a table, and as numbers for the script.
 *
 * <p>Paths are in the units of {@code viewBox}: a bucket wide, an event high. Everything else is in
 * percent of the width, so that text keeps its size and form on any screen.
 */
record Chart(
    String id,
    String title,
    String summary,
    boolean empty,
    String viewBox,
    String most,
    List<Area> areas,
    List<Mark> ticks,
    List<Mark> marks,
    List<Blank> blanks,
    String per,
    List<Row> rows,
    String series) {

  private static final String BEGIN = "begin";

  private static final int TICKS = 4;
  private static final int MOST_ROWS = 30;
  private static final int MOST_MARKS = 9;

  /** So many empty buckets one after the other, where there usually is something, are a gap. */
  private static final int GAP = 3;

  static Chart of(
      String id, String title, Incident incident, List<OutcomeCount> outcomes, PageQuery query) {
    long most = outcomes.stream().mapToLong(OutcomeCount::total).max().orElse(0);
    TimeRange drawn = drawn(outcomes, incident.bucket());
    return new Chart(
        id,
        title,
        summary(incident, outcomes),
        most == 0,
        "0 0 " + outcomes.size() + " " + Math.max(1, most),
        Words.number(most),
        areas(outcomes, most),
        ticks(drawn),
        marks(incident, drawn),
        blanks(outcomes),
        Words.duration(incident.bucket()),
        rows(outcomes, incident.bucket(), query),
        JsonMapper.shared().writeValueAsString(Series.of(outcomes, incident.bucket())));
  }

  /** All of the first bucket and the last, though only a part of them may be asked for. */
  private static TimeRange drawn(List<OutcomeCount> outcomes, Duration bucket) {
    Instant last = outcomes.get(outcomes.size() - 1).begin();
    return new TimeRange(outcomes.get(0).begin(), last.plus(bucket));
  }

  private static String summary(Incident incident, List<OutcomeCount> outcomes) {
    long succeeded = sum(outcomes, OutcomeCount::succeeded);
    long ofUsers = sum(outcomes, OutcomeCount::ofUsers);
    long failed = sum(outcomes, OutcomeCount::failed);
    String text =
        "%s worked, %s failed, %s wrong input, run out or cancelled, from %s to %s UTC."
            .formatted(
                Words.number(succeeded),
                Words.number(failed),
                Words.number(ofUsers),
                Words.minute(incident.range().from()),
                Words.minute(incident.range().to()));
    Instant since = incident.verdict().since();
    if (since == null) {
      return text;
    }
    List<OutcomeCount> before =
        outcomes.stream().filter(count -> count.begin().isBefore(since)).toList();
    List<OutcomeCount> after =
        outcomes.stream().filter(count -> !count.begin().isBefore(since)).toList();
    return text
        + " Failed before %s: %s of attempts; since then: %s."
            .formatted(Words.minute(since), failedShare(before), failedShare(after));
  }

  private static String failedShare(List<OutcomeCount> outcomes) {
    return Words.share(sum(outcomes, OutcomeCount::failed), sum(outcomes, OutcomeCount::total));
  }

  private static long sum(List<OutcomeCount> outcomes, ToLongFunction<OutcomeCount> part) {
    return outcomes.stream().mapToLong(part).sum();
  }

  /** Worked at the bottom, then users, failures on top. */
  private static List<Area> areas(List<OutcomeCount> outcomes, long most) {
    return List.of(
        new Area("success", path(outcomes, most, it -> 0, OutcomeCount::succeeded)),
        new Area(
            "pending",
            path(outcomes, most, OutcomeCount::succeeded, it -> it.succeeded() + it.ofUsers())),
        new Area(
            "failure",
            path(outcomes, most, it -> it.succeeded() + it.ofUsers(), OutcomeCount::total)));
  }

  private static String path(
      List<OutcomeCount> outcomes,
      long most,
      ToLongFunction<OutcomeCount> lower,
      ToLongFunction<OutcomeCount> upper) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < outcomes.size(); i++) {
      long low = lower.applyAsLong(outcomes.get(i));
      long high = upper.applyAsLong(outcomes.get(i));
      if (high > low) {
        path.append('M').append(i).append(' ').append(most - high);
        path.append("h1v").append(high - low).append("h-1z");
      }
    }
    return path.toString();
  }

  private static List<Mark> ticks(TimeRange drawn) {
    List<Mark> ticks = new ArrayList<>();
    Duration length = Duration.between(drawn.from(), drawn.to());
    for (int i = 0; i < TICKS; i++) {
      Instant at = drawn.from().plus(length.multipliedBy(i).dividedBy(TICKS));
      ticks.add(Mark.of(at, drawn, "", "tick", Words.tick(at, length)));
    }
    return ticks;
  }

  /** The beginning, and what was changed; numbered as in the list below the chart. */
  private static List<Mark> marks(Incident incident, TimeRange drawn) {
    List<Mark> marks = new ArrayList<>();
    TimeRange range = incident.range();
    Verdict verdict = incident.verdict();
    Instant since = verdict.since();
    if (since != null && inside(since, range)) {
      marks.add(Mark.of(since, drawn, "!", BEGIN, "It began here"));
    }
    for (Change change : incident.changes()) {
      if (marks.size() < MOST_MARKS && inside(change.time(), range)) {
        String number = Integer.toString(marks.size() + (since == null ? 1 : 0));
        marks.add(Mark.of(change.time(), drawn, number, change.kind().label(), change.text()));
      }
    }
    return marks;
  }

  private static List<Blank> blanks(List<OutcomeCount> outcomes) {
    long all = sum(outcomes, OutcomeCount::total);
    List<Blank> blanks = new ArrayList<>();
    if (all < 4L * outcomes.size()) {
      return blanks;
    }
    int from = 0;
    for (int i = 0; i <= outcomes.size(); i++) {
      if (i == outcomes.size() || outcomes.get(i).total() > 0) {
        if (i - from >= GAP) {
          blanks.add(new Blank(percent(from, outcomes.size()), percent(i - from, outcomes.size())));
        }
        from = i + 1;
      }
    }
    return blanks;
  }

  private static List<Row> rows(List<OutcomeCount> outcomes, Duration bucket, PageQuery query) {
    int step = Math.max(1, (outcomes.size() + MOST_ROWS - 1) / MOST_ROWS);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i += step) {
      List<OutcomeCount> part = outcomes.subList(i, Math.min(i + step, outcomes.size()));
      Instant begin = outcomes.get(i).begin();
      rows.add(
          new Row(
              Words.tick(begin, bucket.multipliedBy(outcomes.size())),
              begin.toString(),
              query.eventsUrl(
                  new TimeRange(begin, begin.plus(bucket.multipliedBy(part.size()))), Map.of()),
              Words.number(sum(part, OutcomeCount::succeeded)),
              Words.number(sum(part, OutcomeCount::ofUsers)),
              Words.number(sum(part, OutcomeCount::failed)),
              failedShare(part)));
    }
    return rows;
  }

  private static boolean inside(Instant instant, TimeRange range) {
    return !instant.isBefore(range.from()) && instant.isBefore(range.to());
  }

  private static String percent(long part, long whole) {
    return String.format(Locale.ROOT, "%.2f%%", 100.0 * part / whole);
  }

  /** What the script reads from under the pointer; times in seconds since 1970. */
  record Series(long from, long step, List<Long> worked, List<Long> ofUsers, List<Long> failed) {

    static Series of(List<OutcomeCount> outcomes, Duration bucket) {
      return new Series(
          outcomes.get(0).begin().getEpochSecond(),
          bucket.toSeconds(),
          outcomes.stream().map(OutcomeCount::succeeded).toList(),
          outcomes.stream().map(OutcomeCount::ofUsers).toList(),
          outcomes.stream().map(OutcomeCount::failed).toList());
    }
  }

  /** One outcome. */
  record Area(String outcome, String path) {}

  /** Something at one time. */
  record Mark(String x, int y, String number, String kind, String text, String clock, String iso) {

    static Mark of(Instant time, TimeRange drawn, String number, String kind, String text) {
      String x =
          percent(
              Duration.between(drawn.from(), time).toMillis(),
              Duration.between(drawn.from(), drawn.to()).toMillis());
      // The beginning stands below the others, which mostly are just before it.
      int y = kind.equals(BEGIN) ? 131 : 9;
      return new Mark(x, y, number, kind, text, Words.minute(time), time.toString());
    }
  }

  /** A stretch in which nothing is known to have happened. */
  record Blank(String x, String width) {}

  /** A row of the table. */
  record Row(
      String clock,
      String iso,
      String url,
      String succeeded,
      String ofUsers,
      String failed,
      String share) {}
}
