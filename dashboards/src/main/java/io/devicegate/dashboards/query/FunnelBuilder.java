package io.devicegate.dashboards.query;

import io.devicegate.dashboards.incident.Activity;
import io.devicegate.dashboards.incident.Family;
import io.devicegate.dashboards.store.EventCount;
import io.devicegate.dashboards.taxonomy.EventCode;
import io.devicegate.dashboards.taxonomy.Outcome;
import io.devicegate.dashboards.taxonomy.Stage;
import io.devicegate.dashboards.taxonomy.Taxonomy;
import io.devicegate.rules.event.Event;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the funnel from counts.
 *
 * <p>The tenant's log tells of success at two steps only, login and exchange. The other steps are
 * left open rather than drawn as zero. Pure.
 */
final class FunnelBuilder {

  private static final String LOG = "tenant log";
  private static final String LOG_REFUSALS = "tenant log, refusals only";
  private static final String GATEWAY = "gateway decisions";

  private static final String NO_TENANT =
      "No tenant event has arrived yet. Point the tenant's log stream at POST /ingest/auth0.";

  private static final String NO_GATEWAY =
      "No gateway decision has arrived yet. Send a request through the gateway.";

  private final Taxonomy taxonomy;

  FunnelBuilder(Taxonomy taxonomy) {
    this.taxonomy = taxonomy;
  }

  /**
   * Builds it.
   *
   * @param activity what happened in the stretch
   * @param callers how many devices called the API in it
   * @param sources the sources that ever sent an event
   */
  Funnel build(Activity activity, long callers, Set<String> sources) {
    List<EventCount> counts = activity.counts();
    boolean tenant = sources.contains(Event.AUTH0);
    return new Funnel(
        activity.range(),
        List.of(
            blind(
                Stage.REQUEST,
                "Requested",
                "Auth0 logs no code that it issues. A proxy before /oauth/device/code or an Auth0"
                    + " metric stream would show it.",
                counts),
            blind(
                Stage.ACTIVATION,
                "Code entered",
                "Auth0 logs only codes that it refuses. A post-login Action that reports the"
                    + " protocol oauth2-device-code would show it.",
                counts),
            tenant(Stage.LOGIN, "Logged in", activity.deviceLogins(), tenant),
            blind(
                Stage.CONFIRMATION,
                "Confirmed",
                "Auth0 logs only that a user cancels. A post-login Action that reports the protocol"
                    + " oauth2-device-code would show it.",
                counts),
            tenant(Stage.EXCHANGE, "Got its token", counts, tenant),
            call(callers, counts, sources.contains(Event.GATEWAY))));
  }

  private FunnelStep blind(Stage stage, String title, String blindSpot, List<EventCount> counts) {
    return new FunnelStep(
        stage, title, null, LOG_REFUSALS, blindSpot, codes(ofTenant(counts, stage)));
  }

  private FunnelStep tenant(Stage stage, String title, List<EventCount> counts, boolean seen) {
    return new FunnelStep(
        stage,
        title,
        seen ? Long.valueOf(successes(ofTenant(counts, stage))) : null,
        LOG,
        seen ? null : NO_TENANT,
        codes(ofTenant(counts, stage)));
  }

  /** What fails is what fails to the verdict: tokens refused before it was known whose, too. */
  private FunnelStep call(long callers, List<EventCount> counts, boolean seen) {
    List<EventCount> calls =
        counts.stream()
            .filter(count -> count.source().equals(Event.GATEWAY))
            .filter(count -> Family.of(count) != Family.SILENT)
            .toList();
    return new FunnelStep(
        Stage.CALL,
        "Called the API",
        seen ? Long.valueOf(callers) : null,
        GATEWAY,
        seen ? null : NO_GATEWAY,
        byReason(calls));
  }

  private static List<EventCount> ofTenant(List<EventCount> counts, Stage stage) {
    return counts.stream()
        .filter(count -> count.source().equals(Event.AUTH0) && count.stage() == stage)
        .toList();
  }

  private static long successes(List<EventCount> counts) {
    return counts.stream()
        .filter(count -> count.outcome() == Outcome.SUCCESS)
        .mapToLong(EventCount::count)
        .sum();
  }

  private List<CodeCount> codes(List<EventCount> counts) {
    return merge(
        unsuccessful(counts)
            .map(
                count ->
                    new CodeCount(
                        count.type(), count.outcome(), meaning(count.type()), count.count())));
  }

  private static List<CodeCount> byReason(List<EventCount> counts) {
    return merge(
        unsuccessful(counts)
            .map(
                count ->
                    new CodeCount(
                        reason(count.reason()),
                        count.outcome(),
                        "The gateway refused the call.",
                        count.count())));
  }

  private static Stream<EventCount> unsuccessful(List<EventCount> counts) {
    return counts.stream().filter(count -> count.outcome() != Outcome.SUCCESS);
  }

  private static String reason(@Nullable String reason) {
    return reason == null ? "no reason given" : reason;
  }

  private static List<CodeCount> merge(Stream<CodeCount> counts) {
    Map<String, CodeCount> merged = new LinkedHashMap<>();
    counts.forEach(
        count ->
            merged.merge(
                count.code() + ' ' + count.outcome(),
                count,
                (a, b) ->
                    new CodeCount(a.code(), a.outcome(), a.meaning(), a.count() + b.count())));
    return merged.values().stream()
        .sorted(
            Comparator.comparingLong(CodeCount::count).reversed().thenComparing(CodeCount::code))
        .toList();
  }

  private String meaning(String code) {
    return taxonomy.find(code).map(EventCode::meaning).orElse("Not in the taxonomy.");
  }
}
