package io.devicegate.gateway.telemetry;

import java.util.List;

/**
 * Every metric, span and label of the gateway plugin. Dashboards and alerts may use no other name;
 * {@code docs/reference/metrics.md} is written from here.
 *
 * <p>Label values come from closed lists or from the configuration, never from what a client sent.
 * A label of a metric has a short name, since the metric says whose it is; as a tag of a span,
 * among those of others, it has {@code devicegate.} before it.
 */
public enum TelemetryName {
  ROUTE(
      "route",
      Kind.LABEL,
      "Route id, from the configuration; `not_routed` for a request refused before it was routed."),
  EFFECT("effect", Kind.LABEL, "`allow` or `refuse`."),
  REASON(
      "reason",
      Kind.LABEL,
      "One of [the reasons](reasons.md), `none` for a request let through; or why a key is not"
          + " used."),
  PROTOCOL("protocol", Kind.LABEL, "`device`, `not_device`, `unknown`, or `none` without a token."),
  TENANT(
      "tenant",
      Kind.LABEL,
      "Tenant's name, from the configuration; `none` without a verified token."),
  RESULT(
      "result",
      Kind.LABEL,
      "`hit` or `miss`; `success` or why a fetch failed; or why decision records were lost."),
  STATE("state", Kind.LABEL, "`fresh`, `stale`, `degraded` or `closed`."),
  DECISION_ID("decision.id", Kind.SPAN_TAG, "Decision id; on spans only, since each is unique."),

  DECISIONS(
      "devicegate.decisions",
      Kind.COUNTER,
      "Decisions, one for each request of a route and for each refused before it was routed.",
      ROUTE,
      EFFECT,
      REASON,
      PROTOCOL,
      TENANT),
  DECISION_DURATION(
      "devicegate.decision.duration",
      Kind.TIMER,
      "From the request's arrival at the filter to the decision, waits included.",
      EFFECT),
  TOKEN_CACHE_LOOKUPS(
      "devicegate.token.cache.lookups",
      Kind.COUNTER,
      "Lookups of the verified-token cache.",
      RESULT),
  TOKEN_CACHE_SIZE(
      "devicegate.token.cache.size", Kind.GAUGE, "Tokens in the verified-token cache."),
  JWKS_FETCHES(
      "devicegate.jwks.fetches",
      Kind.COUNTER,
      "Attempts to fetch an issuer's keys, by success or why they failed.",
      TENANT,
      RESULT),
  JWKS_SKIPPED(
      "devicegate.jwks.skipped",
      Kind.COUNTER,
      "Keys that were fetched and are not used, by why not.",
      TENANT,
      REASON),
  JWKS_STATE(
      "devicegate.jwks.state",
      Kind.GAUGE,
      "1 for the present state of an issuer's keys, 0 for the others.",
      TENANT,
      STATE),
  JWKS_UNTIL_CLOSED(
      "devicegate.jwks.until.closed",
      Kind.GAUGE,
      "Seconds until an issuer's keys may no longer be used unless a fetch succeeds.",
      TENANT),
  JWKS_KEYS("devicegate.jwks.keys", Kind.GAUGE, "Usable keys of an issuer.", TENANT),
  DECISION_LOG_DROPPED(
      "devicegate.decision.log.dropped",
      Kind.COUNTER,
      "Decision records that were lost, by the reason of the loss.",
      RESULT),

  DECIDE(
      "devicegate.decide",
      Kind.SPAN,
      "One decision.",
      ROUTE,
      EFFECT,
      REASON,
      PROTOCOL,
      TENANT,
      DECISION_ID);

  /** Value of a label for which there is nothing to say. */
  public static final String NONE = "none";

  /**
   * Label of the route of a request that was refused before it was routed; no route has this id.
   */
  public static final String NOT_ROUTED = "not_routed";

  private static final String PREFIX = "devicegate.";

  private final String wireName;
  private final Kind kind;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // A list that cannot be changed.
  private final List<TelemetryName> labels;

  TelemetryName(String wireName, Kind kind, String description, TelemetryName... labels) {
    this.wireName = wireName;
    this.kind = kind;
    this.description = description;
    this.labels = List.of(labels);
  }

  /** Name as Micrometer sees it; Prometheus writes underscores for the dots. */
  public String wireName() {
    return wireName;
  }

  /** Name of a label as a tag of a span. */
  public String spanTag() {
    return PREFIX + wireName;
  }

  /** What the name stands for. */
  public Kind kind() {
    return kind;
  }

  /** What it says, in Markdown. */
  public String description() {
    return description;
  }

  /** Labels of a metric, tags of a span. */
  public List<TelemetryName> labels() {
    return labels;
  }

  /** What a name stands for. */
  public enum Kind {
    COUNTER,
    TIMER,
    GAUGE,
    SPAN,
    LABEL,
    SPAN_TAG
  }
}
