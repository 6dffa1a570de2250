package io.devicegate.dashboards.web;

import io.devicegate.dashboards.incident.Cause;
import io.devicegate.dashboards.query.CodeCount;
import io.devicegate.dashboards.query.DecisionCount;
import io.devicegate.dashboards.query.EventView;
import io.devicegate.dashboards.query.Funnel;
import io.devicegate.dashboards.query.FunnelStep;
import io.devicegate.dashboards.query.Overview;
import io.devicegate.dashboards.query.UnknownCode;
import io.devicegate.dashboards.store.Dimension;
import io.devicegate.dashboards.store.SourceFreshness;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The first page in words, ready for its template. */
record PageModel(
    String asked,
    String askedIso,
    String summary,
    List<Step> steps,
    List<Code> codes,
    List<Decision> decisions,
    String decisionsSummary,
    List<Source> sources,
    List<Unknown> unknown,
    List<Row> latest) {

  private static final int BAR_WIDTH = 100;
  private static final String NOT_OBSERVABLE = "not observable";

  static PageModel of(Overview overview, PageQuery query, Taxonomy taxonomy) {
    return new PageModel(
        Words.clock(overview.asked()),
        overview.asked().toString(),
        Summary.of(overview),
        steps(overview, query),
        codes(overview, query, taxonomy),
        decisions(overview.decisions(), query),
        decisionsSummary(overview.decisions()),
        sources(overview),
        overview.unknown().stream().map(code -> Unknown.of(code, query)).toList(),
        overview.latest().stream().map(Row::of).toList());
  }

  private static List<Step> steps(Overview overview, PageQuery query) {
    List<FunnelStep> steps = overview.funnel().steps();
    long most = steps.stream().mapToLong(PageModel::seen).max().orElse(0);
    List<Step> shown = new ArrayList<>();
    FunnelStep before = null;
    for (int i = 0; i < steps.size(); i++) {
      FunnelStep step = steps.get(i);
      shown.add(Step.of(i, step, before, overview.weekAgo(), most, query));
      before = step.isObservable() ? step : before;
    }
    return shown;
  }

  private static long seen(FunnelStep step) {
    return Objects.requireNonNullElse(step.succeeded(), 0L);
  }

  private static int bar(long part, long whole) {
    if (whole == 0 || part == 0) {
      return 0;
    }
    return (int) Math.max(2, Math.round((double) part * BAR_WIDTH / whole));
  }

  /** The five codes of the device flow always; what else went wrong, after them. */
  private static List<Code> codes(Overview overview, PageQuery query, Taxonomy taxonomy) {
    boolean tenant =
        overview.sources().stream().anyMatch(source -> source.source().equals(Event.AUTH0));
    List<Code> codes = new ArrayList<>();
    for (String code : Taxonomy.DEVICE_FLOW) {
      taxonomy.find(code).ifPresent(row -> codes.add(deviceFlow(row, overview, query, tenant)));
    }
    for (FunnelStep step : overview.funnel().steps()) {
      step.codes().stream()
          .filter(code -> !Taxonomy.DEVICE_FLOW.contains(code.code()))
          .map(code -> Code.other(step, code, query))
          .forEach(codes::add);
    }
    return codes;
  }

  private static Code deviceFlow(
      EventCode row, Overview overview, PageQuery query, boolean tenant) {
    FunnelStep step =
        overview.funnel().steps().stream()
            .filter(candidate -> candidate.stage() == row.stage())
            .findFirst()
            .orElseThrow();
    long count =
        row.outcome() == Outcome.SUCCESS
            ? seen(step)
            : step.codes().stream()
                .filter(code -> code.code().equals(row.code()))
                .filter(code -> code.outcome() != Outcome.PENDING)
                .mapToLong(CodeCount::count)
                .sum();
    return new Code(
        row.code(),
        step.title(),
        row.meaning(),
        Words.sign(row.outcome()),
        row.outcome().label(),
        new Counted(
            tenant ? Words.number(count) : NOT_OBSERVABLE,
            tenant && count > 0 ? query.eventsUrl(Map.of(Dimension.TYPE, row.code())) : null),
        tenant && count > 0,
        "/runbooks/" + row.code());
  }

  private static List<Decision> decisions(List<DecisionCount> decisions, PageQuery query) {
    long most = decisions.stream().mapToLong(DecisionCount::count).max().orElse(0);
    return decisions.stream()
        .map(
            decision ->
                new Decision(
                    Words.sign(decision.outcome()),
                    decision.outcome().label(),
                    decision.outcome() == Outcome.SUCCESS ? "allowed" : "refused",
                    decision.reason(),
                    new Counted(Words.number(decision.count()), query.eventsUrl(only(decision))),
                    bar(decision.count(), most)))
        .toList();
  }

  private static Map<Dimension, String> only(DecisionCount decision) {
    Map<Dimension, String> only = PageQuery.at(Stage.CALL, decision.outcome());
    if (decision.outcome() != Outcome.SUCCESS) {
      only.put(Dimension.REASON, decision.reason());
    }
    return only;
  }

  private static String decisionsSummary(List<DecisionCount> decisions) {
    long allowed = sum(decisions, Outcome.SUCCESS);
    long refused = sum(decisions, Outcome.FAILURE);
    return Words.number(allowed) + " allowed, " + Words.number(refused) + " refused.";
  }

  private static long sum(List<DecisionCount> decisions, Outcome outcome) {
    return decisions.stream()
        .filter(decision -> decision.outcome() == outcome)
        .mapToLong(DecisionCount::count)
        .sum();
  }

  private static List<Source> sources(Overview overview) {
    return overview.sources().stream().map(source -> Source.of(source, overview)).toList();
  }

  /** One step of the funnel. */
  record Step(
      int number,
      String title,
      boolean observable,
      Counted count,
      int bar,
      String source,
      @Nullable String blindSpot,
      @Nullable String conversion,
      @Nullable Counted delta,
      String trend,
      List<Counted> notes,
      List<Chip> codes) {

    static Step of(
        int index,
        FunnelStep step,
        @Nullable FunnelStep before,
        @Nullable Funnel lastWeek,
        long most,
        PageQuery query) {
      Long succeeded = step.succeeded();
      FunnelStep weekAgo = lastWeek == null ? null : lastWeek.steps().get(index);
      return new Step(
          index + 1,
          step.title(),
          succeeded != null,
          succeeded == null
              ? new Counted(NOT_OBSERVABLE, null)
              : new Counted(
                  Words.number(succeeded),
                  query.eventsUrl(PageQuery.at(step.stage(), Outcome.SUCCESS))),
          succeeded == null ? 0 : PageModel.bar(succeeded, most),
          step.source(),
          step.blindSpot(),
          conversion(step, before),
          delta(step, weekAgo, lastWeek, query),
          trend(step, weekAgo),
          notes(step, query),
          step.codes().stream().limit(4).map(code -> Chip.of(step, code, query)).toList());
    }

    /** Callers are devices of days before, so their number follows from no step of today. */
    private static @Nullable String conversion(FunnelStep step, @Nullable FunnelStep before) {
      if (before == null || before.succeeded() == null || step.succeeded() == null) {
        return null;
      }
      return step.stage() == Stage.CALL || before.succeeded() == 0
          ? null
          : Words.share(step.succeeded(), before.succeeded()) + " of “" + before.title() + "”";
    }

    private static @Nullable Counted delta(
        FunnelStep step, @Nullable FunnelStep weekAgo, @Nullable Funnel lastWeek, PageQuery query) {
      if (step.succeeded() == null) {
        return null;
      }
      if (lastWeek == null
          || weekAgo == null
          || weekAgo.succeeded() == null
          || weekAgo.succeeded() == 0) {
        return new Counted("a week ago: not known", null);
      }
      return new Counted(
          change(step.succeeded(), weekAgo.succeeded()),
          query.eventsUrl(lastWeek.range(), PageQuery.at(step.stage(), Outcome.SUCCESS)));
    }

    private static String change(long now, long then) {
      long percent = Math.round(100.0 * (now - then) / then);
      String change =
          percent == 0
              ? "as many as"
              : Math.abs(percent) + "\u202F% " + (percent > 0 ? "more than" : "fewer than");
      return change + " a week ago (" + Words.number(then) + ")";
    }

    private static String trend(FunnelStep step, @Nullable FunnelStep weekAgo) {
      if (step.succeeded() == null || weekAgo == null || weekAgo.succeeded() == null) {
        return "";
      }
      return step.succeeded() < 0.7 * weekAgo.succeeded() ? "fewer" : "";
    }

    private static List<Counted> notes(FunnelStep step, PageQuery query) {
      return Stream.of(
              note(step, step.failed(), "failed", Outcome.FAILURE, query),
              note(step, step.cancelled(), "cancelled", Outcome.CANCELLED, query),
              note(step, step.pending(), "waiting polls", Outcome.PENDING, query))
          .flatMap(Optional::stream)
          .toList();
    }

    private static Optional<Counted> note(
        FunnelStep step, long count, String word, Outcome outcome, PageQuery query) {
      return count == 0
          ? Optional.empty()
          : Optional.of(
              new Counted(Words.number(count) + " " + word, query.eventsUrl(allOf(step, outcome))));
    }

    /** Of what the gateway refuses a part counts for no step, so its reasons are named. */
    private static Map<Dimension, String> allOf(FunnelStep step, Outcome outcome) {
      Map<Dimension, String> all = PageQuery.at(step.stage(), outcome);
      if (step.stage() == Stage.CALL) {
        all.put(
            Dimension.REASON,
            PageQuery.anyOf(
                step.codes().stream()
                    .filter(code -> code.outcome() == outcome)
                    .map(CodeCount::code)));
      }
      return all;
    }
  }

  /** A code with its count, inside a step. */
  record Chip(String code, String sign, String outcome, String count, String meaning, String url) {

    static Chip of(FunnelStep step, CodeCount code, PageQuery query) {
      return new Chip(
          code.code(),
          Words.sign(code.outcome()),
          code.outcome().label(),
          Words.number(code.count()),
          code.meaning(),
          query.eventsUrl(only(step, code)));
    }

    /** What the gateway tells is told apart by its reason. */
    static Map<Dimension, String> only(FunnelStep step, CodeCount code) {
      Map<Dimension, String> only = PageQuery.at(step.stage(), code.outcome());
      only.put(step.stage() == Stage.CALL ? Dimension.REASON : Dimension.TYPE, code.code());
      return only;
    }
  }

  /** A row of the table of codes. */
  record Code(
      String code,
      String step,
      String meaning,
      String sign,
      String outcome,
      Counted count,
      boolean happened,
      String runbook) {

    static Code other(FunnelStep step, CodeCount code, PageQuery query) {
      return new Code(
          code.code(),
          step.title(),
          code.meaning(),
          Words.sign(code.outcome()),
          code.outcome().label(),
          new Counted(Words.number(code.count()), query.eventsUrl(Chip.only(step, code))),
          true,
          step.stage() == Stage.CALL
              ? Cause.pageOfRefusal(code.code())
              : "/runbooks/" + code.code());
    }
  }

  /** A row of the table of decisions. */
  record Decision(
      String sign, String outcome, String effect, String reason, Counted count, int bar) {}

  /** A code that is not in the taxonomy. */
  record Unknown(String code, Counted count) {

    static Unknown of(UnknownCode unknown, PageQuery query) {
      return new Unknown(
          unknown.code(),
          new Counted(
              Words.number(unknown.count()),
              query.eventsUrl(Map.of(Dimension.TYPE, unknown.code()))));
    }
  }

  /** How fresh a source is. */
  record Source(String name, String age, String newestIso, String arrival) {

    static Source of(SourceFreshness source, Overview overview) {
      return new Source(
          source.source().equals(Event.AUTH0) ? "Tenant log" : "Gateway decisions",
          age(source.newest(), overview.asked()),
          source.newest().toString(),
          newest(source, overview).map(Source::arrival).orElse(""));
    }

    /** An id of Auth0 says when the event was put into the tenant's log. */
    private static String arrival(EventView event) {
      String all = ", arrived " + age(event.time(), event.received()) + " after it happened";
      return LogIdTime.of(event.id())
          .map(
              logged ->
                  "%s (the tenant %s, the delivery %s)"
                      .formatted(all, age(event.time(), logged), age(logged, event.received())))
          .orElse(all);
    }

    private static String age(Instant from, Instant to) {
      return Words.duration(notNegative(Duration.between(from, to)));
    }

    private static Optional<EventView> newest(SourceFreshness source, Overview overview) {
      return overview.latest().stream()
          .filter(event -> event.source().equals(source.source()))
          .findFirst();
    }

    private static Duration notNegative(Duration duration) {
      return duration.isNegative() ? Duration.ZERO : duration;
    }
  }

  /** A row of the table of events. */
  record Row(
      String clock,
      String iso,
      String source,
      String type,
      String sign,
      String outcome,
      String text,
      String client,
      String user,
      String ip,
      String session,
      String url) {

    static Row of(EventView event) {
      return new Row(
          Words.clock(event.time()),
          event.time().toString(),
          event.source(),
          event.type(),
          Words.sign(event.outcome()),
          event.outcome().label(),
          text(event),
          Objects.requireNonNullElse(event.client(), ""),
          Objects.requireNonNullElse(event.user(), ""),
          Objects.requireNonNullElse(event.ip(), ""),
          Objects.requireNonNullElse(event.session(), ""),
          PageQuery.eventUrl(event.source(), event.id()));
    }

    private static String text(EventView event) {
      String words = event.description() != null ? event.description() : event.meaning();
      String reason = event.reason();
      if (words == null) {
        return Objects.requireNonNullElse(reason, "");
      }
      return reason == null || words.contains(reason) ? words : words + " (" + reason + ")";
    }
  }
}
