package io.devicegate.dashboards.collector;

import static io.devicegate.dashboards.collector.Checkup.Result.OK;
import static io.devicegate.dashboards.collector.Checkup.Result.PROBLEM;
import static io.devicegate.dashboards.collector.Checkup.Result.UNKNOWN;
import static io.devicegate.dashboards.collector.Checkup.Result.WARNING;
import static java.util.concurrent.TimeUnit.SECONDS;

import io.devicegate.dashboards.collector.Checkup.Check;
import io.devicegate.dashboards.collector.Checkup.Kind;
import io.devicegate.dashboards.telemetry.PipelineMetrics;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Looks from time to time at the settings that decide what of the tenant's log comes here, and says
 * what is missing. Without it a stream that drops a code looks like a step that nobody takes.
 *
 * <p>Asks by the poller's address and credentials; needs the scope {@code read:log_streams}.
 */
public final class TenantDoctor implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TenantDoctor.class);

  private static final int MAX_ANSWER_BYTES = 1_000_000;
  private static final int MAX_STREAMS = 50;

  /** The header counts whole seconds, and the way there and back takes time, too. */
  private static final Duration CLOCK_WARNING = Duration.ofSeconds(3);

  private static final Duration CLOCK_PROBLEM = Duration.ofSeconds(30);
  private static final Duration RETRY = Duration.ofSeconds(15);

  private final CollectorProperties properties;
  private final WebhookToken webhook;
  private final @Nullable TenantApi api;
  private final Clock clock;
  private final Thread worker;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Checkup latest;

  /** Creates a doctor that has looked at nothing yet. */
  public TenantDoctor(CollectorProperties properties, PipelineMetrics metrics, Clock clock) {
    this.properties = properties;
    this.webhook = new WebhookToken(properties.webhook().token());
    this.clock = clock;
    CollectorProperties.Poller tenant = properties.poller();
    this.api =
        tenant.url() == null
            ? null
            : new TenantApi(
                tenant,
                new BoundedHttp("The tenant", tenant.timeout(), MAX_ANSWER_BYTES, clock),
                clock);
    this.latest = new Checkup(clock.instant(), List.of(notYet()));
    this.worker = new Thread(this::run, "devicegate-doctor");
    this.worker.setDaemon(true);
    for (Kind kind : Kind.values()) {
      for (Checkup.Result result : Checkup.Result.values()) {
        metrics.watchChecks(word(kind), word(result), () -> latest.count(kind, result));
      }
    }
  }

  /** Looks now, and then at every interval, on a thread of its own. */
  public void start() {
    worker.start();
  }

  /** Returns what was found last. */
  public Checkup latest() {
    return latest;
  }

  /**
   * Looks once, on the caller's thread, and keeps nothing of it.
   *
   * @return what was found; {@link Checkup.Result#UNKNOWN} where the tenant could not be asked
   */
  public Checkup look() throws InterruptedException {
    try {
      return new Checkup(clock.instant(), examine());
    } catch (RuntimeException e) {
      log.error("The doctor met a defect and goes on", e);
      return new Checkup(
          clock.instant(), List.of(unknown("The tenant's settings were not understood.", "")));
    }
  }

  private void note(Checkup found) {
    List<Check> before = latest.checks();
    latest = found;
    found.checks().stream()
        .filter(check -> check.result() == PROBLEM && !before.contains(check))
        .forEach(check -> log.warn("{} {}", check.finding(), check.remedy()));
  }

  @Override
  public void close() {
    closed.countDown();
    worker.interrupt();
  }

  private void run() {
    try {
      Instant next = clock.instant();
      do {
        if (!clock.instant().isBefore(next)) {
          note(look());
          next = clock.instant().plus(pause());
        }
      } while (!closed.await(1, SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A tenant that did not answer may do so soon. */
  private Duration pause() {
    Duration interval = properties.doctor().interval();
    boolean failed = api != null && latest.count(Kind.SETTINGS, UNKNOWN) > 0;
    return failed && interval.compareTo(RETRY) > 0 ? RETRY : interval;
  }

  /** Asks the tenant. */
  private List<Check> examine() throws InterruptedException {
    if (api == null) {
      return List.of(
          unknown(
              "No tenant is configured, so its settings cannot be read.",
              "Set devicegate.collector.poller.url, client-id and client-secret of an application"
                  + " with the scope read:log_streams; with devicegate.collector.poller.enabled:"
                  + " false the log itself is not polled."));
    }
    Instant asked = clock.instant();
    HttpResponse<byte[]> answer;
    JsonNode streams;
    try {
      answer = api.get("api/v2/log-streams", "read:log_streams");
      streams = JsonMapper.shared().readTree(answer.body());
    } catch (PollException e) {
      return List.of(
          unknown(
              e.getMessage() + ".",
              "Until then nobody can say whether the tenant delivers all that is needed."));
    } catch (JacksonException e) {
      // Its message would quote the body, and so what the streams send as Authorization.
      return List.of(unknown("The tenant's answer is not valid JSON.", ""));
    }
    List<Check> checks = new ArrayList<>();
    checks.add(new Check(Kind.SETTINGS, OK, "The tenant's log streams can be read.", ""));
    checks.add(clock(answer, asked, clock.instant()));
    if (!streams.isArray()) {
      checks.add(unknown("The tenant's answer is not a list of log streams.", ""));
      return checks;
    }
    List<JsonNode> ours = new ArrayList<>();
    streams.forEach(stream -> addIfOurs(stream, ours));
    checks.add(source(streams.size(), ours.size()));
    ours.forEach(stream -> checks.addAll(new StreamCheck(stream, webhook).checks()));
    return checks;
  }

  private static void addIfOurs(JsonNode stream, List<JsonNode> ours) {
    if (ours.size() < MAX_STREAMS && StreamCheck.leadsHere(stream)) {
      ours.add(stream);
    }
  }

  private Check source(int streams, int ours) {
    boolean polled = properties.poller().enabled();
    if (ours > 0) {
      String also = polled ? ", and the log is polled" : "";
      return new Check(
          Kind.SOURCE, OK, ours + " of " + streams + " log streams come here" + also + ".", "");
    }
    return polled
        ? new Check(Kind.SOURCE, OK, "No log stream comes here; the log is polled.", "")
        : new Check(
            Kind.SOURCE,
            PROBLEM,
            "None of " + streams + " log streams comes here, and the log is not polled.",
            "Create a Custom Webhook stream with a payload URL that ends with /ingest/auth0, or set"
                + " devicegate.collector.poller.enabled: true.");
  }

  private static Check clock(HttpResponse<byte[]> answer, Instant asked, Instant answered) {
    String header = answer.headers().firstValue("date").orElse("");
    Instant theirs;
    try {
      theirs = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return new Check(Kind.CLOCK, UNKNOWN, "The tenant does not say what time it is.", "");
    }
    // Whole seconds, cut off: on average half a second ago.
    Instant ours = asked.plus(Duration.between(asked, answered).dividedBy(2));
    Duration ahead = Duration.between(theirs.plusMillis(500), ours);
    String finding =
        "This machine's clock is "
            + String.format(Locale.ROOT, "%.1f", Math.abs(ahead.toMillis() / 1_000.0))
            + " s "
            + (ahead.isNegative() ? "behind" : "ahead of")
            + " the tenant's.";
    // No more than that is sure: the answer may have been dated at any time in between.
    Duration sure = ahead.abs().minus(Duration.between(asked, answered).dividedBy(2));
    if (sure.compareTo(CLOCK_WARNING) <= 0) {
      return new Check(Kind.CLOCK, OK, finding, "");
    }
    return new Check(
        Kind.CLOCK,
        sure.compareTo(CLOCK_PROBLEM) > 0 ? PROBLEM : WARNING,
        finding,
        "Synchronize it (NTP): tokens are refused too early or too late, lag is measured wrongly,"
            + " and events dated after their arrival are rejected.");
  }

  private static Check notYet() {
    return unknown("The tenant's settings have not been read yet.", "");
  }

  private static Check unknown(String finding, String remedy) {
    return new Check(Kind.SETTINGS, UNKNOWN, finding, remedy);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
