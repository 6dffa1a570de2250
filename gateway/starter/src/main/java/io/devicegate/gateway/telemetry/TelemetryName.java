package io.devicegate.gateway.telemetry;

/**
 * Every metric, span and label of the gateway plugin. Dashboards and alerts may use no other name.
 *
 * <p>Label values come from closed lists or from the configuration, never from what a client sent.
 */
public enum TelemetryName {
  /** Counter: decisions, one for each request of a route. */
  DECISIONS("devicegate.decisions", Kind.METRIC),
  /** Timer: from the request's arrival at the filter to the decision, waits included. */
  DECISION_DURATION("devicegate.decision.duration", Kind.METRIC),
  /** Counter: lookups of the verified-token cache. */
  TOKEN_CACHE_LOOKUPS("devicegate.token.cache.lookups", Kind.METRIC),
  /** Gauge: tokens in the verified-token cache. */
  TOKEN_CACHE_SIZE("devicegate.token.cache.size", Kind.METRIC),
  /** Counter: attempts to fetch an issuer's keys, by success or why they failed. */
  JWKS_FETCHES("devicegate.jwks.fetches", Kind.METRIC),

  /** Counter: keys that were fetched and are not used, by why not. */
  JWKS_SKIPPED("devicegate.jwks.skipped", Kind.METRIC),

  /** Gauge: 1 for the present state of an issuer's keys, 0 for the others. */
  JWKS_STATE("devicegate.jwks.state", Kind.METRIC),

  /** Gauge: seconds until an issuer's keys may no longer be used unless a fetch succeeds. */
  JWKS_UNTIL_CLOSED("devicegate.jwks.until.closed", Kind.METRIC),

  /** Gauge: usable keys of an issuer. */
  JWKS_KEYS("devicegate.jwks.keys", Kind.METRIC),
  /** Counter: decision records that were lost, by the reason of the loss. */
  DECISION_LOG_DROPPED("devicegate.decision.log.dropped", Kind.METRIC),

  /** Span: one decision. */
  DECIDE("devicegate.decide", Kind.SPAN),

  /** Route id, from the configuration. */
  ROUTE("devicegate.route", Kind.LABEL),
  /** {@code allow} or {@code refuse}. */
  EFFECT("devicegate.effect", Kind.LABEL),
  /**
   * A {@link io.devicegate.gateway.Reason}, or {@code none} for a request let through; or why a key
   * is not used.
   */
  REASON("devicegate.reason", Kind.LABEL),
  /** {@code device}, {@code not_device}, {@code unknown}, or {@code none} without a token. */
  PROTOCOL("devicegate.protocol", Kind.LABEL),
  /** Tenant's name, from the configuration, or {@code none} without a verified token. */
  TENANT("devicegate.tenant", Kind.LABEL),
  /** {@code fresh}, {@code stale}, {@code degraded} or {@code closed}. */
  STATE("devicegate.state", Kind.LABEL),

  /**
   * {@code hit} or {@code miss}; {@code success} or why a fetch failed; or why a record was lost.
   */
  RESULT("devicegate.result", Kind.LABEL),
  /** Decision id; on spans only, since each is unique. */
  DECISION_ID("devicegate.decision.id", Kind.SPAN_TAG);

  /** Value of a label for which there is nothing to say. */
  public static final String NONE = "none";

  private final String wireName;
  private final Kind kind;

  TelemetryName(String wireName, Kind kind) {
    this.wireName = wireName;
    this.kind = kind;
  }

  /** Name as Micrometer sees it; Prometheus writes underscores for the dots. */
  public String wireName() {
    return wireName;
  }

  /** What the name stands for. */
  public Kind kind() {
    return kind;
  }

  /** What a name stands for. */
  public enum Kind {
    METRIC,
    SPAN,
    LABEL,
    SPAN_TAG
  }
}
