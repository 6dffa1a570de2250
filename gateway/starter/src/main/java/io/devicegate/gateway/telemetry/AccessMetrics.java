package io.devicegate.gateway.telemetry;

import static java.util.Objects.requireNonNull;

import io.devicegate.rules.access.Decision;
import io.devicegate.rules.access.Effect;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The meters of the access policies. Each is resolved once, so that a request pays for counting.
 */
public final class AccessMetrics {

  /** A reload that put other policies into use. */
  public static final String LOADED = "loaded";

  /** A reload that found the policies in use again. */
  public static final String UNCHANGED = "unchanged";

  /** A reload that found policies that cannot be used. */
  public static final String REFUSED = "refused";

  /** Policies come and go at run time; beyond this many names, new ones share one label. */
  private static final int MAX_NAMES = 1_000;

  private static final String OTHER = "other";

  private final MeterRegistry registry;
  private final Map<String, Map<Effect, Counter>> decisions = new ConcurrentHashMap<>();
  private final Map<PolicyResult, Counter> failures = new ConcurrentHashMap<>();
  private final Map<PolicyResult, Counter> shadow = new ConcurrentHashMap<>();

  public AccessMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Counts a decision, the policies that failed, and what those in shadow would have changed. */
  public void decided(Decision decision) {
    String rule = decision.rule().isEmpty() ? TelemetryName.NONE : decision.rule();
    Map<Effect, Counter> counters = decisions.get(rule);
    if (counters == null) {
      counters =
          decisions.computeIfAbsent(
              decisions.size() < MAX_NAMES ? rule : OTHER, this::decisionCounters);
    }
    requireNonNull(counters.get(decision.effect())).increment();
    decision.failures().forEach(this::failed);
    decision.wouldBe().forEach(wouldBe -> would(wouldBe, decision.effect()));
  }

  /** Counts a reload by its result. */
  public void reloaded(String result) {
    Counter.builder(TelemetryName.ACCESS_RELOADS.wireName())
        .tag(TelemetryName.RESULT.wireName(), result)
        .register(registry)
        .increment();
  }

  /**
   * Shows the policies in use.
   *
   * @param stale 1 while newer files cannot be used, else 0
   */
  public void show(Supplier<Number> policies, Supplier<Number> stale) {
    Gauge.builder(TelemetryName.ACCESS_POLICIES.wireName(), policies).register(registry);
    Gauge.builder(TelemetryName.ACCESS_STALE.wireName(), stale).register(registry);
  }

  private void failed(Decision.Failure failure) {
    count(
        failures,
        TelemetryName.ACCESS_FAILURES,
        failure.policy(),
        failure.treatedAs().name().toLowerCase(Locale.ROOT));
  }

  private void would(Decision.WouldBe wouldBe, Effect live) {
    switch (wouldBe.outcome()) {
      case MATCHED -> {}
      case FAILED -> count(shadow, TelemetryName.ACCESS_SHADOW, wouldBe.policy(), "failed");
      case OVER_BUDGET ->
          count(shadow, TelemetryName.ACCESS_SHADOW, wouldBe.policy(), "over_budget");
    }
    int stricter = wouldBe.effect().compareTo(live);
    if (stricter != 0) {
      String result = stricter > 0 ? "would_restrict" : "would_allow";
      count(shadow, TelemetryName.ACCESS_SHADOW, wouldBe.policy(), result);
    }
  }

  private void count(
      Map<PolicyResult, Counter> counters, TelemetryName metric, String policy, String result) {
    PolicyResult labels = new PolicyResult(policy, result);
    Counter counter = counters.get(labels);
    if (counter == null) {
      counter =
          counters.computeIfAbsent(
              counters.size() < MAX_NAMES ? labels : new PolicyResult(OTHER, result),
              each -> counter(metric, each));
    }
    counter.increment();
  }

  private Counter counter(TelemetryName metric, PolicyResult labels) {
    return Counter.builder(metric.wireName())
        .tag(TelemetryName.POLICY.wireName(), labels.policy)
        .tag(TelemetryName.RESULT.wireName(), labels.result)
        .register(registry);
  }

  private Map<Effect, Counter> decisionCounters(String rule) {
    Map<Effect, Counter> counters = new EnumMap<>(Effect.class);
    for (Effect effect : Effect.values()) {
      counters.put(
          effect,
          Counter.builder(TelemetryName.ACCESS_DECISIONS.wireName())
              .tag(TelemetryName.RULE.wireName(), rule)
              .tag(TelemetryName.EFFECT.wireName(), effect.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    return counters;
  }

  private record PolicyResult(String policy, String result) {}
}
