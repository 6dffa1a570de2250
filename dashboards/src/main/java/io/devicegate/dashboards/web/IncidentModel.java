package io.devicegate.dashboards.web;

import io.devicegate.dashboards.incident.Attack;
import io.devicegate.dashboards.incident.Cause;
import io.devicegate.dashboards.incident.Change;
import io.devicegate.dashboards.incident.Cohort;
import io.devicegate.dashboards.incident.Failure;
import io.devicegate.dashboards.incident.Gap;
import io.devicegate.dashboards.incident.Incident;
import io.devicegate.dashboards.incident.Verdict;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.store.TimeRange;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The incident in words, ready for its template. */
record IncidentModel(
    Headline verdict,
    List<Chart> charts,
    List<Group> cohorts,
    List<Failed> failures,
    List<Changed> changes,
    List<Card> attacks) {

  private static final int MOST_COHORTS = 12;
  private static final int MOST_FAILURES = 20;
  private static final int MOST_CHANGES = 20;
  private static final int MOST_SUBJECTS = 4;

  /** As many subjects as an address of a usual length holds. */
  private static final int MOST_IN_URL = 50;

  static IncidentModel of(Incident incident, PageQuery query, Taxonomy taxonomy) {
    return new IncidentModel(
        Headline.of(incident.verdict(), query),
        List.of(
            Chart.of("connecting", "Connecting a device", incident, incident.connecting(), query),
            Chart.of("calling", "Calling the API", incident, incident.calling(), query)),
        incident.verdict().cohorts().stream()
            .limit(MOST_COHORTS)
            .map(cohort -> Group.of(cohort, incident.verdict(), query))
            .toList(),
        incident.failures().stream()
            .limit(MOST_FAILURES)
            .map(failure -> Failed.of(failure, query, taxonomy))
            .toList(),
        incident.changes().stream()
            .limit(MOST_CHANGES)
            .map(change -> Changed.of(change, incident.verdict()))
            .toList(),
        incident.attacks().stream().map(attack -> Card.of(attack, query)).toList());
  }

  /**
   * The verdict.
   *
   * @param text all of it as plain text, to be copied into a chat
   */
  record Headline(
      String kind,
      String sign,
      String title,
      String sentence,
      @Nullable String certainty,
      @Nullable Counted failed,
      List<String> gaps,
      String runbook,
      String text) {

    static Headline of(Verdict verdict, PageQuery query) {
      return new Headline(
          verdict.kind().label(),
          sign(verdict.kind()),
          title(verdict.kind()),
          verdict.sentence(),
          verdict.kind() == Verdict.Kind.UNKNOWN ? null : verdict.certainty().label(),
          failed(verdict, query),
          verdict.gaps().stream().map(Gap::text).toList(),
          verdict.cause() == null ? "/runbooks" : verdict.cause().page(),
          text(verdict));
    }

    /** The failures that the verdict rests on: of its step since it began, or of all. */
    private static @Nullable Counted failed(Verdict verdict, PageQuery query) {
      if (verdict.attempts() == 0) {
        return null;
      }
      Map<Dimension, String> only =
          verdict.step() == null
              ? Map.of(Dimension.OUTCOME, Outcome.FAILURE.label())
              : PageQuery.at(verdict.step());
      Instant from = verdict.since() == null ? verdict.range().from() : verdict.since();
      return new Counted(
          "%s of %s attempts"
              .formatted(Words.number(verdict.failed()), Words.number(verdict.attempts())),
          query.eventsUrl(new TimeRange(from, verdict.asked()), only));
    }

    private static String sign(Verdict.Kind kind) {
      return switch (kind) {
        case HEALTHY -> "✓";
        case BROKEN -> "✕";
        case USERS_NOT_FINISHING -> "⊘";
        case UNDER_ATTACK -> "!";
        case UNKNOWN -> "?";
      };
    }

    private static String title(Verdict.Kind kind) {
      return switch (kind) {
        case HEALTHY -> "Healthy";
        case BROKEN -> "Broken";
        case USERS_NOT_FINISHING -> "Users do not finish";
        case UNDER_ATTACK -> "Attack suspected";
        case UNKNOWN -> "Unknown";
      };
    }

    private static String text(Verdict verdict) {
      List<String> lines = new ArrayList<>();
      lines.add("Device flow at " + verdict.asked().toString().substring(0, 16) + "Z");
      lines.add(verdict.sentence());
      if (verdict.kind() != Verdict.Kind.UNKNOWN) {
        lines.add("Certainty: " + verdict.certainty().label());
      }
      if (verdict.code() != null) {
        lines.add("Most of it: " + verdict.code());
      }
      verdict
          .sources()
          .forEach(
              source ->
                  lines.add(
                      "Newest event of " + source.source() + ": " + source.newest().toString()));
      verdict.gaps().forEach(gap -> lines.add("Gap: " + gap.text()));
      if (verdict.cause() != null) {
        lines.add("Runbook: " + verdict.cause().page());
      }
      return String.join("\n", lines);
    }
  }

  /** Whom it hits. */
  record Group(
      String dimension,
      String value,
      String url,
      Counted failed,
      String share,
      String usual,
      int bar,
      int usualBar,
      String sure,
      boolean most) {

    static Group of(Cohort cohort, Verdict verdict, PageQuery query) {
      Map<Dimension, String> failed =
          verdict.step() == null ? new EnumMap<>(Dimension.class) : PageQuery.at(verdict.step());
      failed.put(cohort.dimension(), cohort.value());
      return new Group(
          cohort.dimension().label(),
          cohort.value(),
          query.eventsUrl(Map.of(cohort.dimension(), cohort.value())),
          new Counted(Words.number(cohort.failed()), query.eventsUrl(failed)),
          Words.percent(cohort.support()),
          Words.percent(cohort.usualShare()),
          (int) Math.round(100 * cohort.support()),
          (int) Math.round(100 * cohort.usualShare()),
          cohort.gain() >= 30 ? "sure" : cohort.gain() >= 7 ? "likely" : "may be chance",
          cohort.isMostOfIt());
    }
  }

  /** A row of the table of what went wrong. */
  record Failed(
      String sign,
      String outcome,
      String code,
      @Nullable String reason,
      String step,
      String count,
      String share,
      String usual,
      String first,
      String firstIso,
      boolean fresh,
      String meaning,
      String url,
      String sample,
      String runbook) {

    static Failed of(Failure failure, PageQuery query, Taxonomy taxonomy) {
      EventCount events = failure.events();
      Map<Dimension, String> only = new EnumMap<>(Dimension.class);
      only.put(Dimension.SOURCE, events.source());
      only.put(Dimension.TYPE, events.type());
      only.put(Dimension.OUTCOME, events.outcome().label());
      if (events.reason() != null) {
        only.put(Dimension.REASON, events.reason());
      }
      boolean gateway = events.source().equals(Event.GATEWAY);
      return new Failed(
          Words.sign(events.outcome()),
          events.outcome().label(),
          gateway && events.reason() != null ? events.reason() : events.type(),
          gateway ? null : events.reason(),
          Words.step(failure.step()),
          Words.number(events.count()),
          Words.percent(failure.share()),
          Words.number(failure.usual()),
          Words.minute(failure.first()),
          failure.first().toString(),
          failure.isNew(),
          gateway
              ? "The gateway refused the call."
              : taxonomy.find(events.type()).map(EventCode::meaning).orElse("Not in the taxonomy."),
          query.eventsUrl(only),
          query.sampleUrl(only),
          gateway ? Cause.pageOfRefusal(events.reason()) : "/runbooks/" + events.type());
    }
  }

  /** A change. */
  record Changed(
      String clock, String iso, String when, String kind, String text, @Nullable String url) {

    static Changed of(Change change, Verdict verdict) {
      String source = change.source();
      String id = change.id();
      return new Changed(
          Words.minute(change.time()),
          change.time().toString(),
          when(change.time(), verdict.since()),
          change.kind().label(),
          change.text(),
          source == null || id == null ? null : PageQuery.eventUrl(source, id));
    }

    private static String when(Instant time, @Nullable Instant since) {
      if (since == null) {
        return "";
      }
      long minutes = Duration.between(time, since).toMinutes();
      if (Math.abs(minutes) < 1) {
        return "when it began";
      }
      return Math.abs(minutes) + (minutes > 0 ? " min before" : " min after");
    }
  }

  /** Signals of one kind. */
  record Card(
      String kind,
      String severity,
      String reason,
      String since,
      String sinceIso,
      String signals,
      String basis,
      Counted requests,
      String effect,
      List<Subject> subjects,
      String more) {

    static Card of(Attack attack, PageQuery query) {
      List<Subject> subjects =
          attack.signals().stream().map(signal -> Subject.of(signal, query)).distinct().toList();
      boolean refuses =
          attack.signals().stream()
              .anyMatch(
                  signal ->
                      signal.mode() == Signal.Mode.ENFORCE
                          && signal.subjectKind() != Signal.SubjectKind.TENANT);
      return new Card(
          attack.kind().replace('_', ' '),
          attack.severity().name().toLowerCase(Locale.ROOT),
          attack.signals().get(0).reason(),
          Words.minute(attack.since()),
          attack.since().toString(),
          Words.count(attack.signals().size(), "signal", "signals"),
          basis(attack.basis()),
          new Counted(
              Words.count(attack.requests(), "request", "requests"),
              requestsUrl(attack.signals(), query)),
          refuses ? "Refuses their requests" : "Observes only",
          subjects.stream().limit(MOST_SUBJECTS).toList(),
          subjects.size() > MOST_SUBJECTS
              ? "and " + Words.number(subjects.size() - MOST_SUBJECTS) + " more"
              : "");
    }

    private static String basis(Attack.Basis basis) {
      return "%s of %s, %s and %s"
          .formatted(
              Words.count(basis.events(), "event", "events"),
              Words.count(basis.addresses(), "address", "addresses"),
              Words.count(basis.users(), "user", "users"),
              Words.count(basis.clients(), "client", "clients"));
    }

    /** As JSON: a page lists the events of one address, and these may be of many. */
    private static @Nullable String requestsUrl(List<Signal> signals, PageQuery query) {
      List<Signal.SubjectKind> kinds =
          signals.stream().map(Signal::subjectKind).distinct().toList();
      Dimension column = kinds.size() == 1 ? Subject.column(kinds.get(0)) : null;
      List<String> subjects = signals.stream().map(Signal::subject).distinct().toList();
      return column == null || subjects.size() > MOST_IN_URL
          ? null
          : query.apiUrlInRange(Map.of(Dimension.SOURCE, List.of(Event.GATEWAY), column, subjects));
    }
  }

  /** Somebody whom a signal is about. */
  record Subject(String kind, String text, String url) {

    static Subject of(Signal signal, PageQuery query) {
      Dimension column = column(signal.subjectKind());
      return new Subject(
          signal.subjectKind().name().toLowerCase(Locale.ROOT),
          column == null ? "all of the tenant" : signal.subject(),
          query.eventsUrl(column == null ? Map.of() : Map.of(column, signal.subject())));
    }

    static @Nullable Dimension column(Signal.SubjectKind kind) {
      return switch (kind) {
        case CLIENT -> Dimension.CLIENT;
        case USER -> Dimension.USER;
        case SESSION -> Dimension.SESSION;
        case IP -> Dimension.IP;
        case TENANT -> null;
      };
    }
  }
}
