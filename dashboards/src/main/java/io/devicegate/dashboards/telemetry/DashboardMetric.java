package io.devicegate.dashboards.telemetry;

import java.util.List;

/**
 * Every metric of the dashboards.
 *
 * <p>Counters start at zero with the process. A label never holds a user, an address, a session or
 * an event id; the budget is the most values that all labels together can take.
 */
public enum DashboardMetric {
  AUTH0_EVENTS(
      "devicegate.auth0.events",
      Kind.COUNTER,
      "events",
      "Tenant events stored, by the tenant's code, the step of the device flow and the outcome",
      1_000,
      "type",
      "stage",
      "outcome"),
  AUTH0_UNKNOWN_EVENTS(
      "devicegate.auth0.unknown.events",
      Kind.COUNTER,
      "events",
      "Tenant events stored whose code the taxonomy does not hold",
      1),
  FLOW_STEPS(
      "devicegate.device.flow.steps",
      Kind.COUNTER,
      "steps",
      "Attempts at a step of the device flow by how they ended: success, fault, refused_input (a"
          + " wrong code or password), unfinished (the code ran out), cancelled, silent (waits and"
          + " strays); clients that never succeeded, and those beyond 50, are other",
      2_000,
      "step",
      "outcome",
      "client"),
  FLOW_ERRORS(
      "devicegate.device.flow.errors",
      Kind.COUNTER,
      "errors",
      "Attempts that did not succeed, by the short reason that the source gives, else its code",
      500,
      "step",
      "outcome",
      "reason"),
  FLOW_DURATION(
      "devicegate.device.flow.duration",
      Kind.TIMER,
      "seconds",
      "From a user's login to the tokens of the device (login to exchange), and from those to its"
          + " first call (exchange to call), joined by client and user within 15 minutes; a user"
          + " with two devices at once may count the wrong one",
      2,
      "from",
      "to"),
  DECISIONS(
      "devicegate.stored.decisions",
      Kind.COUNTER,
      "events",
      "Gateway decisions stored, by outcome and reason",
      100,
      "outcome",
      "reason"),
  INGEST_RECEIVED(
      "devicegate.ingest.received",
      Kind.COUNTER,
      "events",
      "Events delivered: the sum of stored, duplicates, rejected, failed and waiting",
      3,
      "source"),
  INGEST_STORED(
      "devicegate.ingest.stored",
      Kind.COUNTER,
      "events",
      "Events stored for the first time",
      3,
      "source"),
  INGEST_DUPLICATES(
      "devicegate.ingest.duplicates",
      Kind.COUNTER,
      "events",
      "Events that were stored already",
      3,
      "source"),
  INGEST_REJECTED(
      "devicegate.ingest.rejected",
      Kind.COUNTER,
      "events",
      "Deliveries that are no event, kept apart with the reason",
      30,
      "source",
      "reason"),
  INGEST_FAILED(
      "devicegate.ingest.failed",
      Kind.COUNTER,
      "events",
      "Events not stored because the queue was full or the store failed; the sender was told",
      10,
      "source",
      "reason"),
  INGEST_REFUSED(
      "devicegate.ingest.refused",
      Kind.COUNTER,
      "requests",
      "Webhook requests refused before any event was read",
      10,
      "reason"),
  INGEST_WAITING(
      "devicegate.ingest.waiting",
      Kind.GAUGE,
      "events",
      "Events accepted and not yet committed",
      1),
  SOURCE_SILENCE(
      "devicegate.source.silence",
      Kind.GAUGE,
      "seconds",
      "How long ago the last event of a source came; no number before its first, and while the"
          + " store cannot be asked",
      2,
      "source"),
  DEAD_LETTERS(
      "devicegate.dead.letters",
      Kind.GAUGE,
      "letters",
      "What came in, is no event, and is kept until it is replayed or made room for; no number"
          + " while the store cannot be asked",
      1),
  INGEST_LAG(
      "devicegate.ingest.lag",
      Kind.TIMER,
      "seconds",
      "Age of tenant events by segment: tenant (event to log), delivery (log to us), process (us"
          + " to the disk)",
      3,
      "segment"),
  POLLER_POLLS(
      "devicegate.poller.polls",
      Kind.COUNTER,
      "requests",
      "Requests for a part of the tenant's log, by success or why they failed",
      12,
      "result"),
  POLLER_CURSOR_AGE(
      "devicegate.poller.cursor.age",
      Kind.GAUGE,
      "seconds",
      "Up to how long ago the tenant's log has been read",
      1),
  POLLER_FILLED(
      "devicegate.poller.filled",
      Kind.COUNTER,
      "events",
      "Events that only the second look at the tenant's log found",
      1),
  CHANNEL_MISSED(
      "devicegate.channel.missed",
      Kind.GAUGE,
      "minutes",
      "Minutes of the last hour of which the webhook, or the poller, did not bring an event that the"
          + " other one brought; only where both are configured",
      2,
      "channel"),
  DOCTOR_CHECKS(
      "devicegate.doctor.checks",
      Kind.GAUGE,
      "checks",
      "How the last look at the tenant's log streams ended, by what was looked at",
      28,
      "check",
      "result"),
  STORE_COMMIT(
      "devicegate.store.commit",
      Kind.TIMER,
      "seconds",
      "Time of one commit, which may hold many deliveries",
      1),
  STREAM_VIEWERS(
      "devicegate.stream.viewers", Kind.GAUGE, "viewers", "Open live streams of events", 1),
  STREAM_DROPPED(
      "devicegate.stream.dropped",
      Kind.COUNTER,
      "events",
      "Events that a viewer of the live stream did not get, being slow or there being too many",
      1),
  DETECTION_EVENTS(
      "devicegate.detections.events", Kind.COUNTER, "events", "Events that detections took", 1),
  DETECTION_SKIPPED(
      "devicegate.detections.skipped",
      Kind.COUNTER,
      "events",
      "Events that a detection did not look at: late, unreadable, or a condition failed on them",
      3,
      "reason"),
  DETECTION_DROPPED(
      "devicegate.detections.dropped",
      Kind.COUNTER,
      "events",
      "Stored events that no detection looked at, since too many waited",
      1),
  DETECTION_WAITING(
      "devicegate.detections.waiting",
      Kind.GAUGE,
      "events",
      "Stored events that wait for the detections",
      1),
  DETECTION_LAG(
      "devicegate.detections.lag",
      Kind.TIMER,
      "seconds",
      "From an event's arrival to the detections, for the first of each batch",
      1),
  DETECTION_KEYS(
      "devicegate.detections.keys", Kind.GAUGE, "keys", "Keys that detections remember", 1),
  DETECTION_KEYS_EVICTED(
      "devicegate.detections.keys.evicted",
      Kind.COUNTER,
      "keys",
      "Keys forgotten before their time, for lack of room",
      1),
  DETECTION_RELOADS(
      "devicegate.detections.reloads",
      Kind.COUNTER,
      "reloads",
      "Changes of the folder of detections: success, or failure when they cannot be used",
      2,
      "result"),
  DETECTION_SIGNALS(
      "devicegate.detections.signals",
      Kind.COUNTER,
      "signals",
      "Signals raised or changed, by the detection",
      501,
      "rule"),
  DETECTION_LIVE_SIGNALS(
      "devicegate.detections.live.signals",
      Kind.GAUGE,
      "signals",
      "Signals that hold, by their kind",
      101,
      "kind"),
  DETECTION_SIGNALS_EVICTED(
      "devicegate.detections.signals.evicted",
      Kind.COUNTER,
      "signals",
      "Signals forgotten before their time, for lack of room",
      1);

  private final String id;
  private final Kind kind;
  private final String unit;
  private final String description;
  private final int budget;

  @SuppressWarnings("ImmutableEnumChecker") // filled by List.of
  private final List<String> labels;

  DashboardMetric(
      String id, Kind kind, String unit, String description, int budget, String... labels) {
    this.id = id;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    this.budget = budget;
    this.labels = List.of(labels);
  }

  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }

  /** The most label combinations that this metric may have. */
  public int budget() {
    return budget;
  }

  public List<String> labels() {
    return labels;
  }

  /** How a metric behaves. */
  public enum Kind {
    COUNTER,
    GAUGE,
    TIMER
  }
}
