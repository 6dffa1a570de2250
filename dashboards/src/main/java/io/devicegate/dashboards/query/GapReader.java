package io.devicegate.dashboards.query;

import io.devicegate.dashboards.collector.Crosscheck;
import io.devicegate.dashboards.incident.SourceState;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventStore;
import io.devicegate.dashboards.store.LateStretch;
import io.devicegate.dashboards.store.Selection;
import io.devicegate.dashboards.store.Slice;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.store.TimedCount;
import io.devicegate.rules.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Says what cannot be seen, source by source, as the API gives it. Blocks. */
public final class GapReader {

  private static final Duration HISTORY = Duration.ofDays(7);
  private static final Duration HOUR = Duration.ofHours(1);

  private final EventStore store;
  private final Crosscheck crosscheck;

  public GapReader(EventStore store, Crosscheck crosscheck) {
    this.store = store;
    this.crosscheck = crosscheck;
  }

  /** The minutes of which the webhook or the poller missed something, oldest first. */
  public List<Crosscheck.Missed> missed() {
    return crosscheck.missed();
  }

  /** Whether there are two channels to compare. */
  public boolean isCrosschecked() {
    return crosscheck.isOn();
  }

  /**
   * Every source with its state, the stretches that were filled in late, and the minutes that one
   * channel missed.
   */
  public Map<String, Object> gaps(Instant now, TimeRange range) {
    List<SourceFreshness> known = store.freshness();
    TreeSet<String> names = new TreeSet<>(List.of(Event.AUTH0, Event.GATEWAY));
    known.forEach(source -> names.add(source.source()));
    return Views.json(
        "asked", now.toString(),
        "from", range.from().toString(),
        "to", range.to().toString(),
        "sources", names.stream().map(name -> source(name, known, now)).toList(),
        "late", store.late(range, SourceState.LONGEST_DELAY).stream().map(GapReader::late).toList(),
        "crosschecked", crosscheck.isOn(),
        "missed", missed().stream().map(GapReader::missed).toList());
  }

  private static Map<String, Object> missed(Crosscheck.Missed missed) {
    return Views.json(
        "by", missed.by().label(),
        "from", missed.range().from().toString(),
        "to", missed.range().to().toString(),
        "events", missed.events(),
        "of", missed.of());
  }

  private Map<String, Object> source(String name, List<SourceFreshness> known, Instant now) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("source", name);
    Optional<SourceFreshness> found =
        known.stream().filter(source -> source.source().equals(name)).findFirst();
    if (found.isEmpty()) {
      answer.put("state", "unknown");
      answer.put("text", "It has never sent an event, so nothing is known of what it would tell.");
      return answer;
    }
    SourceFreshness source = found.get();
    Duration silence = Duration.between(source.received(), now);
    Duration age = Duration.between(source.newest(), now);
    Optional<Double> usual = perHour(name, source.received());
    answer.put("newest", source.newest().toString());
    answer.put("received", source.received().toString());
    answer.put("silentSeconds", seconds(silence));
    answer.put("ageSeconds", seconds(age));
    usual.ifPresent(rate -> answer.put("usualPerHour", rate));
    double expected = usual.orElse(0.0) * silence.toMillis() / HOUR.toMillis();
    usual.ifPresent(rate -> answer.put("expectedInSilence", expected));
    SourceState state = SourceState.of(age, silence, expected);
    answer.put("state", Views.word(state));
    answer.put("text", text(state, usual.isPresent()));
    return answer;
  }

  private static String text(SourceState state, boolean isUsualKnown) {
    return switch (state) {
      case LIVE -> "Events arrive, and they are fresh.";
      case LATE -> "Events arrive, but their dates are old: it is late, or a clock is off.";
      case SILENT -> "It says nothing, though it usually says much in that time.";
      case UNKNOWN ->
          isUsualKnown
              ? "It says nothing, which may be usual: that few events are to be expected."
              : "It says nothing, and too little is known of what is usual.";
    };
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** How many events an hour brought in the week before the silence, if there was an hour. */
  private Optional<Double> perHour(String source, Instant until) {
    TimeRange week = TimeRange.before(until.plusMillis(1), HISTORY);
    List<TimedCount> counts =
        store.timeseries(new Slice(week, Selection.of(Dimension.SOURCE, source)), HOUR);
    Optional<Instant> first = counts.stream().map(TimedCount::begin).min(Instant::compareTo);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Duration seen = Duration.between(first.get(), until);
    if (seen.compareTo(HOUR) < 0) {
      return Optional.empty();
    }
    long total = counts.stream().mapToLong(count -> count.events().count()).sum();
    return Optional.of(total * (double) HOUR.toMillis() / seen.toMillis());
  }

  /** A stretch whose events did not come when they happened: something filled them in later. */
  private static Map<String, Object> late(LateStretch stretch) {
    return Views.json(
        "source", stretch.source(),
        "from", stretch.range().from().toString(),
        "to", stretch.range().to().toString(),
        "events", stretch.events(),
        "late", stretch.late(),
        "longestSeconds", seconds(stretch.longest()));
  }
}
