package io.devicegate.gateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** The gateway's meters. Each is resolved once, so that a request pays for counting only. */
public final class GatewayMetrics {

  /**
   * Routes may come and go at run time; beyond this many series, new ones share one route label.
   */
  private static final int MAX_SERIES = 10_000;

  private static final String OTHER_ROUTES = "other";

  private final MeterRegistry registry;
  private final Map<DecisionLabels, DecisionMeters> decisions = new ConcurrentHashMap<>();
  private final Map<CallLabels, Timer> calls = new ConcurrentHashMap<>();
  private final Map<KeyLabels, Counter> keys = new ConcurrentHashMap<>();
  private final Map<String, Counter> dropped = new ConcurrentHashMap<>();
  private final Counter cacheHits;
  private final Counter cacheMisses;

  public GatewayMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.cacheHits = cacheLookups("hit");
    this.cacheMisses = cacheLookups("miss");
  }

  /** Counts a decision and how long it took. */
  public void decided(DecisionLabels labels, Duration duration) {
    DecisionMeters meters = decisions.get(labels);
    if (meters == null) {
      DecisionLabels bounded = decisions.size() < MAX_SERIES ? labels : labels.of(OTHER_ROUTES);
      meters = decisions.computeIfAbsent(bounded, this::decisionMeters);
    }
    meters.count.increment();
    meters.duration.record(duration);
  }

  /**
   * Counts a call that was let through and how long it took.
   *
   * @param status of the answer, 100 to 599; anything else if there was none
   */
  public void called(String route, int status, Duration duration) {
    int statusClass = status / 100;
    CallLabels labels = new CallLabels(route, statusClass);
    Timer timer = calls.get(labels);
    if (timer == null) {
      String bounded = calls.size() < MAX_SERIES ? route : OTHER_ROUTES;
      timer = calls.computeIfAbsent(new CallLabels(bounded, statusClass), this::callTimer);
    }
    timer.record(duration);
  }

  public void cacheHit() {
    cacheHits.increment();
  }

  public void cacheMiss() {
    cacheMisses.increment();
  }

  /** Shows the size of the verified-token cache. */
  public void cacheSize(Supplier<Number> size) {
    Gauge.builder(TelemetryName.TOKEN_CACHE_SIZE.wireName(), size).register(registry);
  }

  /** Counts a fetch of a tenant's keys, by its result: {@code success}, or why it failed. */
  public void keysFetched(String tenant, String result) {
    keys.computeIfAbsent(
            new KeyLabels(TelemetryName.JWKS_FETCHES, TelemetryName.RESULT, tenant, result),
            this::keyCounter)
        .increment();
  }

  /** Counts keys of a tenant that were fetched and are not used, by why not. */
  public void keysSkipped(String tenant, String reason, int count) {
    keys.computeIfAbsent(
            new KeyLabels(TelemetryName.JWKS_SKIPPED, TelemetryName.REASON, tenant, reason),
            this::keyCounter)
        .increment(count);
  }

  /**
   * Shows a tenant's keys.
   *
   * @param states every state there is, each a gauge that is 1 while it is the present one
   * @param state the present one
   */
  public void keys(
      String tenant,
      List<String> states,
      Supplier<String> state,
      Supplier<Number> secondsUntilClosed,
      Supplier<Number> keyCount) {
    Tags tags = Tags.of(TelemetryName.TENANT.wireName(), tenant);
    for (String each : states) {
      Gauge.builder(TelemetryName.JWKS_STATE.wireName(), () -> each.equals(state.get()) ? 1 : 0)
          .tags(tags.and(TelemetryName.STATE.wireName(), each))
          .register(registry);
    }
    Gauge.builder(TelemetryName.JWKS_UNTIL_CLOSED.wireName(), secondsUntilClosed)
        .baseUnit("seconds")
        .tags(tags)
        .register(registry);
    Gauge.builder(TelemetryName.JWKS_KEYS.wireName(), keyCount).tags(tags).register(registry);
  }

  /** Counts decision records that were lost. */
  public void recordsDropped(String cause, int count) {
    dropped.computeIfAbsent(cause, this::droppedCounter).increment(count);
  }

  private DecisionMeters decisionMeters(DecisionLabels labels) {
    Tags tags =
        Tags.of(
            TelemetryName.ROUTE.wireName(), labels.route(),
            TelemetryName.EFFECT.wireName(), labels.effect(),
            TelemetryName.REASON.wireName(), labels.reason(),
            TelemetryName.PROTOCOL.wireName(), labels.protocol(),
            TelemetryName.TENANT.wireName(), labels.tenant());
    return new DecisionMeters(
        Counter.builder(TelemetryName.DECISIONS.wireName()).tags(tags).register(registry),
        Timer.builder(TelemetryName.DECISION_DURATION.wireName())
            .tag(TelemetryName.EFFECT.wireName(), labels.effect())
            .register(registry));
  }

  private Timer callTimer(CallLabels labels) {
    boolean answered = labels.statusClass >= 1 && labels.statusClass <= 5;
    return Timer.builder(TelemetryName.CALL_DURATION.wireName())
        .tag(TelemetryName.ROUTE.wireName(), labels.route)
        .tag(
            TelemetryName.STATUS.wireName(),
            answered ? labels.statusClass + "xx" : TelemetryName.NONE)
        .register(registry);
  }

  private Counter cacheLookups(String result) {
    return Counter.builder(TelemetryName.TOKEN_CACHE_LOOKUPS.wireName())
        .tag(TelemetryName.RESULT.wireName(), result)
        .register(registry);
  }

  private Counter keyCounter(KeyLabels labels) {
    return Counter.builder(labels.metric.wireName())
        .tag(TelemetryName.TENANT.wireName(), labels.tenant)
        .tag(labels.label.wireName(), labels.value)
        .register(registry);
  }

  private Counter droppedCounter(String cause) {
    return Counter.builder(TelemetryName.DECISION_LOG_DROPPED.wireName())
        .tag(TelemetryName.RESULT.wireName(), cause)
        .register(registry);
  }

  /**
   * What a decision is counted by.
   *
   * @param route id of the route
   * @param effect {@code allow} or {@code refuse}
   * @param reason why it was refused, or {@code none}
   * @param protocol grade of the token's protocol, or {@code none}
   * @param tenant name of the tenant, or {@code none}
   */
  public record DecisionLabels(
      String route, String effect, String reason, String protocol, String tenant) {

    private DecisionLabels of(String otherRoute) {
      return new DecisionLabels(otherRoute, effect, reason, protocol, tenant);
    }
  }

  private record KeyLabels(
      TelemetryName metric, TelemetryName label, String tenant, String value) {}

  private record CallLabels(String route, int statusClass) {}

  private record DecisionMeters(Counter count, Timer duration) {}
}
