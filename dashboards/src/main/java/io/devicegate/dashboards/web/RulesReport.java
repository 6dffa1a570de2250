package io.devicegate.dashboards.web;

import io.devicegate.dashboards.web.Report.Cell;
import io.devicegate.dashboards.web.Report.Table;
import io.devicegate.rules.event.Signal;
import io.micrometer.core.instrument.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the rules do: policies in force and in shadow, detections and what they have raised. */
final class RulesReport {

  private static final String ELSEWHERE =
      "No gateway runs in this process, so this is not known here. It is in the metrics of the"
          + " process that runs it, and on the Grafana board Devicegate rules.";

  private static final String POLICIES = "devicegate.access.policies";
  private static final String POLICY = "policy";
  private static final String RESULT = "result";

  private final Meters meters;

  RulesReport(Meters meters) {
    this.meters = meters;
  }

  Report read(List<Signal> signals, Instant at) {
    return Report.of(
        "Rules", summary(), at, policies(), matches(), shadow(), failures(), detections(signals));
  }

  private String summary() {
    if (meters.sum("devicegate.access.stale") > 0) {
      return "Newer files of access policies cannot be used; the last good ones decide. The"
          + " gateway's health and log name the file, the line and what to change.";
    }
    if (!meters.has(POLICIES)) {
      return "Detections run here; access policies run where the gateway does.";
    }
    return Words.count(Math.round(meters.sum(POLICIES)), "access policy is", "access policies are")
        + " in use.";
  }

  private Table policies() {
    List<List<Cell>> rows = new ArrayList<>();
    if (meters.has(POLICIES)) {
      Map<String, Double> reloads = meters.by("devicegate.access.reloads", RESULT);
      boolean stale = meters.sum("devicegate.access.stale") > 0;
      rows.add(
          List.of(
              Cell.name("Access policies"),
              stale ? Cell.bad("newer files refused") : Cell.good("current"),
              Cell.number(meters.sum(POLICIES)),
              Cell.number(reloads.getOrDefault("loaded", 0.0)),
              Cell.number(reloads.getOrDefault("refused", 0.0))));
    }
    if (meters.has("devicegate.detections.keys")) {
      Map<String, Double> reloads = meters.by("devicegate.detections.reloads", "result");
      rows.add(
          List.of(
              Cell.name("Detections"),
              reloads.getOrDefault("failure", 0.0) > 0
                  ? Cell.warning("a change was refused")
                  : Cell.good("current"),
              Cell.measure("–"),
              Cell.number(reloads.getOrDefault("success", 0.0)),
              Cell.number(reloads.getOrDefault("failure", 0.0))));
    }
    return new Table(
        "Sets of rules",
        "Changes since the start of the process",
        List.of("Rules", "State", "In use", "Changes", "Refused"),
        rows,
        ELSEWHERE);
  }

  private Table matches() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Meter meter : meters.meters("devicegate.access.decisions")) {
      String effect = Meters.label(meter, "effect");
      if (Meters.value(meter) > 0) {
        rows.add(
            List.of(
                Cell.name(Meters.label(meter, "rule")),
                effect.equals("allow") ? Cell.good(effect) : Cell.bad(effect.replace('_', '-')),
                Cell.number(Meters.value(meter))));
      }
    }
    return new Table(
        "Decisions by match",
        "Since the start of the process; none is a request that nothing matched",
        List.of("Match", "Effect", "Requests"),
        rows,
        meters.has(POLICIES) ? "No request has been decided by policies yet." : ELSEWHERE);
  }

  private Table shadow() {
    Map<String, Map<String, Double>> found = new TreeMap<>();
    for (Meter meter : meters.meters("devicegate.access.shadow")) {
      found
          .computeIfAbsent(Meters.label(meter, POLICY), policy -> new TreeMap<>())
          .merge(Meters.label(meter, RESULT), Meters.value(meter), Double::sum);
    }
    List<List<Cell>> rows = new ArrayList<>();
    found.forEach(
        (policy, results) ->
            rows.add(
                List.of(
                    Cell.name(policy),
                    Cell.number(results.getOrDefault("would_restrict", 0.0)),
                    Cell.number(results.getOrDefault("would_allow", 0.0)),
                    Cell.number(results.getOrDefault("failed", 0.0)),
                    Cell.number(results.getOrDefault("over_budget", 0.0)))));
    long seen = Math.round(meters.sum("devicegate.access.decisions"));
    return new Table(
        "Policies in shadow",
        "What they would have changed, of %s since the start of the process"
            .formatted(Words.count(seen, "request", "requests")),
        List.of("Policy", "Would restrict", "Would allow", "Failed", "Over budget"),
        rows,
        meters.has(POLICIES)
            ? "None would have changed any of %s."
                .formatted(Words.count(seen, "request", "requests"))
            : ELSEWHERE);
  }

  private Table failures() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Meter meter : meters.meters("devicegate.access.failures")) {
      if (Meters.value(meter) > 0) {
        rows.add(
            List.of(
                Cell.name(Meters.label(meter, POLICY)),
                Cell.warning(Meters.label(meter, RESULT)),
                Cell.number(Meters.value(meter))));
      }
    }
    return new Table(
        "Policies that failed",
        "Since the start of the process, with what their onError made of it",
        List.of("Policy", "So it said", "Requests"),
        rows,
        meters.has(POLICIES) ? "None." : ELSEWHERE);
  }

  private Table detections(List<Signal> signals) {
    Map<String, Double> raised = meters.by("devicegate.detections.signals", "rule");
    Map<String, List<Signal>> live = new TreeMap<>();
    signals.forEach(
        signal -> live.computeIfAbsent(signal.rule(), rule -> new ArrayList<>()).add(signal));
    raised.keySet().forEach(rule -> live.putIfAbsent(rule, List.of()));
    List<List<Cell>> rows = new ArrayList<>();
    live.forEach(
        (rule, hold) -> {
          long enforcing =
              hold.stream().filter(signal -> signal.mode() == Signal.Mode.ENFORCE).count();
          rows.add(
              List.of(
                  Cell.name(rule),
                  Cell.number(raised.getOrDefault(rule, 0.0)),
                  Cell.number(hold.size()),
                  Cell.number(enforcing),
                  Cell.words(
                      hold.isEmpty()
                          ? ""
                          : hold.get(0).severity().name().toLowerCase(Locale.ROOT))));
        });
    return new Table(
        "Detections",
        "Signals raised or changed since the start of the process, and those that hold now",
        List.of("Detection", "Raised", "Hold", "Enforcing", "Severity"),
        rows,
        "No detection has raised a signal since the start of the process.");
  }
}
