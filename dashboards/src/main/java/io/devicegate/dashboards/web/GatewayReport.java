package io.devicegate.dashboards.web;

import io.devicegate.dashboards.query.DecisionCount;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.web.Report.Cell;
import io.devicegate.dashboards.web.Report.Table;
import io.devicegate.rules.event.Event;
import io.micrometer.core.instrument.Meter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the gateway decides, and how it is: decisions from the store, whichever process sent them;
 * keys, cache and latency from the meters of this process.
 */
final class GatewayReport {

  private static final String ELSEWHERE =
      "No gateway runs in this process, so this is not known here. It is in the metrics of the"
          + " process that runs it, and on the Grafana board Devicegate gateway.";

  private static final String TENANT = "tenant";
  private static final String RESULT = "result";
  private static final List<String> STATES = List.of("fresh", "stale", "degraded", "closed");

  private final Meters meters;

  GatewayReport(Meters meters) {
    this.meters = meters;
  }

  Report read(List<DecisionCount> decisions, Instant at) {
    return Report.of(
        "Gateway",
        summary(decisions),
        at,
        decisions(decisions),
        keys(),
        cache(),
        latency(),
        signals());
  }

  private String summary(List<DecisionCount> decisions) {
    long all = decisions.stream().mapToLong(DecisionCount::count).sum();
    long refused =
        decisions.stream()
            .filter(decision -> decision.outcome() != Outcome.SUCCESS)
            .mapToLong(DecisionCount::count)
            .sum();
    String told =
        all == 0
            ? "No gateway has told of a decision within the last hour."
            : "Within the last hour %s of %s were refused (%s)."
                .formatted(
                    Words.number(refused),
                    Words.count(all, "request", "requests"),
                    Words.share(refused, all));
    double closed = meters.sum("devicegate.jwks.state", "state", "closed");
    return closed > 0 ? told + " An issuer's keys may not be used: see below." : told;
  }

  private static Table decisions(List<DecisionCount> decisions) {
    long all = decisions.stream().mapToLong(DecisionCount::count).sum();
    List<List<Cell>> rows =
        decisions.stream()
            .map(
                it ->
                    List.of(
                        Cell.name(it.reason()),
                        it.outcome() == Outcome.SUCCESS
                            ? Cell.good("let through")
                            : Cell.bad("refused"),
                        Cell.number(it.count(), events(it)),
                        Cell.measure(Words.share(it.count(), all))))
            .toList();
    return new Table(
        "Decisions by reason",
        "The last hour, as stored here; a number leads to its events",
        List.of("Reason", "Decision", "Requests", "Share"),
        rows,
        "None within the last hour.");
  }

  private static String events(DecisionCount decision) {
    Map<String, String> filter = new TreeMap<>();
    filter.put("window", "1h");
    filter.put("source", Event.GATEWAY);
    if (decision.outcome() == Outcome.SUCCESS) {
      filter.put("outcome", Outcome.SUCCESS.label());
    } else {
      filter.put("reason", decision.reason());
    }
    return PageQuery.url("/", filter, "#events");
  }

  private Table keys() {
    List<List<Cell>> rows = new ArrayList<>();
    Map<String, Double> usable = meters.by("devicegate.jwks.keys", TENANT);
    Map<String, Double> untilClosed = meters.by("devicegate.jwks.until.closed", TENANT);
    Map<String, Double> skipped = meters.by("devicegate.jwks.skipped", TENANT);
    usable.forEach(
        (tenant, keys) ->
            rows.add(
                List.of(
                    Cell.name(tenant),
                    state(tenant),
                    Cell.number(keys),
                    Cell.measure(left(untilClosed.get(tenant))),
                    Cell.number(fetches(tenant, true)),
                    Cell.number(fetches(tenant, false)),
                    Cell.number(skipped.getOrDefault(tenant, 0.0)))));
    return new Table(
        "Keys of the issuers",
        "Fetches and skipped keys since the start of the process",
        List.of("Tenant", "State", "Usable keys", "Closed in", "Fetched", "Failed", "Skipped"),
        rows,
        ELSEWHERE);
  }

  private static String left(@Nullable Double seconds) {
    return seconds == null ? "–" : Words.duration(Duration.ofSeconds(Math.round(seconds)));
  }

  private Cell state(String tenant) {
    for (Meter meter : meters.meters("devicegate.jwks.state")) {
      String state = Meters.label(meter, "state");
      if (Meters.label(meter, TENANT).equals(tenant)
          && STATES.contains(state)
          && Meters.value(meter) > 0) {
        return switch (state) {
          case "fresh" -> Cell.good(state);
          case "closed" -> Cell.bad(state);
          default -> Cell.warning(state);
        };
      }
    }
    return Cell.unknown("not known");
  }

  private double fetches(String tenant, boolean succeeded) {
    return meters.meters("devicegate.jwks.fetches").stream()
        .filter(meter -> Meters.label(meter, TENANT).equals(tenant))
        .filter(meter -> Meters.label(meter, RESULT).equals("success") == succeeded)
        .mapToDouble(Meters::value)
        .sum();
  }

  private Table cache() {
    List<List<Cell>> rows = new ArrayList<>();
    Map<String, Double> lookups = meters.by("devicegate.token.cache.lookups", RESULT);
    if (meters.has("devicegate.token.cache.size")) {
      long hits = Math.round(lookups.getOrDefault("hit", 0.0));
      long all = hits + Math.round(lookups.getOrDefault("miss", 0.0));
      rows.add(
          List.of(
              Cell.name("Verified tokens"),
              Cell.number(meters.sum("devicegate.token.cache.size")),
              Cell.number(all),
              Cell.measure(Words.share(hits, all))));
    }
    return new Table(
        "Cache",
        "Lookups since the start of the process",
        List.of("Cache", "Holds", "Lookups", "Found"),
        rows,
        ELSEWHERE);
  }

  private Table latency() {
    List<List<Cell>> rows = new ArrayList<>();
    meters
        .timers("devicegate.decision.duration")
        .forEach(
            timer ->
                rows.add(
                    List.of(
                        Cell.name("Decision: " + Meters.label(timer, "effect")),
                        Cell.number(timer.count()),
                        Cell.measure(Meters.mean(timer)),
                        Cell.measure(Meters.max(timer)))));
    meters
        .timers("devicegate.call.duration")
        .forEach(
            timer ->
                rows.add(
                    List.of(
                        Cell.name(
                            "Upstream: "
                                + Meters.label(timer, "route")
                                + ", "
                                + Meters.label(timer, "status")),
                        Cell.number(timer.count()),
                        Cell.measure(Meters.mean(timer)),
                        Cell.measure(Meters.max(timer)))));
    return new Table(
        "Latency",
        "Count and mean since the start of the process, the longest of the last minutes",
        List.of("What", "Count", "Mean", "Longest"),
        rows,
        meters.has("devicegate.token.cache.size") ? "No request has come yet." : ELSEWHERE);
  }

  private Table signals() {
    Map<String, Double> refused = requestsThatSignalsMet("refuse");
    Map<String, Double> letThrough = requestsThatSignalsMet("allow");
    List<List<Cell>> rows = new ArrayList<>();
    meters
        .by("devicegate.signals.active", "kind")
        .forEach(
            (kind, active) ->
                rows.add(
                    List.of(
                        Cell.name(kind),
                        Cell.number(active),
                        Cell.number(refused.getOrDefault(kind, 0.0)),
                        Cell.number(letThrough.getOrDefault(kind, 0.0)))));
    return new Table(
        "Signals at the gateway",
        "Those that hold, and the requests that they met since the start of the process; let through"
            + " were those whose signal only observes, or is about the whole tenant",
        List.of("Kind", "Hold", "Refused", "Let through"),
        rows,
        meters.has("devicegate.token.cache.size") ? "No signal has come yet." : ELSEWHERE);
  }

  private Map<String, Double> requestsThatSignalsMet(String effect) {
    return meters.by("devicegate.signal.requests", "kind", "effect", effect);
  }
}
