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
  EFFECT(
      "effect",
      Kind.LABEL,
      "`allow` or `refuse`; of access policies `allow`, `throttle`, `step_up` or `deny`."),
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
      "`hit` or `miss`; `success` or why a fetch failed; why decision records or signals were lost;"
          + " or what came of a reload or of a policy."),
  POLICY(
      "policy",
      Kind.LABEL,
      "Name of an access policy, from its file; `other` beyond 1,000 of them."),
  RULE(
      "rule",
      Kind.LABEL,
      "The match that decided, from its file, such as `catalogue#2`; `none` when nothing matched,"
          + " `other` beyond 1,000 of them."),
  KIND(
      "kind",
      Kind.LABEL,
      "Kind of a signal, from the detections, such as `user_code_guessing`; `other` beyond 100"
          + " kinds."),
  STATUS("status", Kind.LABEL, "`1xx` to `5xx`; `none` if the client left before the answer."),
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
  CALL_DURATION(
      "devicegate.call.duration",
      Kind.TIMER,
      "From the decision to let a request through to the end of its answer.",
      ROUTE,
      STATUS),
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
  ACCESS_DECISIONS(
      "devicegate.access.decisions",
      Kind.COUNTER,
      "Decisions of the access policies, by the match that decided.",
      RULE,
      EFFECT),
  ACCESS_FAILURES(
      "devicegate.access.failures",
      Kind.COUNTER,
      "Access policies that could not be evaluated, by what their `onError` made of it: `deny`,"
          + " `skip` or `allow`.",
      POLICY,
      RESULT),
  ACCESS_SHADOW(
      "devicegate.access.shadow",
      Kind.COUNTER,
      "What access policies in shadow would have changed: `would_restrict`, `would_allow`; or why"
          + " they said nothing: `failed`, `over_budget`.",
      POLICY,
      RESULT),
  ACCESS_RELOADS(
      "devicegate.access.reloads",
      Kind.COUNTER,
      "Changes of the access policies' files: `loaded`, `refused`, or `unchanged` for a return to"
          + " those in use.",
      RESULT),
  ACCESS_POLICIES("devicegate.access.policies", Kind.GAUGE, "Access policies in use."),
  ACCESS_STALE(
      "devicegate.access.stale",
      Kind.GAUGE,
      "1 while newer files of access policies cannot be used and the last good ones decide, else"
          + " 0."),
  SIGNALS_ACTIVE("devicegate.signals.active", Kind.GAUGE, "Signals that hold.", KIND),
  SIGNALS_DROPPED(
      "devicegate.signals.dropped",
      Kind.COUNTER,
      "Signals that were not kept: `evicted` for lack of room, `expired` when they came, or"
          + " `invalid`.",
      RESULT),
  SIGNAL_REQUESTS(
      "devicegate.signal.requests",
      Kind.COUNTER,
      "Requests that a signal was about: refused by it, or let through by it since it only observes"
          + " or is about all of the tenant.",
      KIND,
      EFFECT),
  SIGNAL_ENFORCEMENT_DELAY(
      "devicegate.signal.enforcement.delay",
      Kind.TIMER,
      "From the event that completed a finding to the first request that its signal refused; once"
          + " for each signal.",
      KIND),
  SIGNAL_FEED_POLLS(
      "devicegate.signal.feed.polls",
      Kind.COUNTER,
      "Polls of the feed of signals, by success or why they failed.",
      RESULT),
  SIGNAL_FEED_SINCE_CONTACT(
      "devicegate.signal.feed.since.contact",
      Kind.GAUGE,
      "Seconds since the feed of signals last answered, or since the start."),

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
