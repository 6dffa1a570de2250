package io.devicegate.dashboards.collector;

import static io.devicegate.dashboards.collector.Checkup.Result.OK;
import static io.devicegate.dashboards.collector.Checkup.Result.PROBLEM;
import static io.devicegate.dashboards.collector.Checkup.Result.UNKNOWN;
import static io.devicegate.dashboards.collector.Checkup.Result.WARNING;

import io.devicegate.dashboards.collector.Checkup.Check;
import io.devicegate.dashboards.collector.Checkup.Kind;
import io.devicegate.dashboards.collector.Checkup.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Judges one log stream by its settings, as {@code GET /api/v2/log-streams} shows them.
 *
 * <p>Which category a code is in: <a
 * href="https://auth0.com/docs/customize/log-streams/event-filters">Auth0's event filters</a>; the
 * five codes of the device flow are in four.
 */
final class StreamCheck {

  private static final Map<String, List<String>> DEVICE_FLOW = new LinkedHashMap<>();
  private static final Map<String, List<String>> REST = new LinkedHashMap<>();
  private static final Set<String> NAMES =
      Set.of("first_name", "last_name", "email", "phone", "username");
  private static final int MAX_SHOWN = 100;

  static {
    DEVICE_FLOW.put("user.fail", List.of("fdeaz", "fdecc"));
    DEVICE_FLOW.put("other", List.of("fdeac"));
    DEVICE_FLOW.put("auth.token_exchange.fail", List.of("fede", "fertft"));
    DEVICE_FLOW.put("auth.token_exchange.success", List.of("sede", "sertft"));
    REST.put("auth.login.success", List.of("s"));
    REST.put("auth.login.fail", List.of("f", "fp", "fu"));
    REST.put("management.success", List.of("sapi"));
    REST.put("system.notification", List.of("limit_wc", "limit_mu", "api_limit"));
  }

  private final JsonNode stream;
  private final String name;
  private final WebhookToken webhook;

  StreamCheck(JsonNode stream, WebhookToken webhook) {
    this.stream = stream;
    this.webhook = webhook;
    String text = String.valueOf(PlainText.of(stream, MAX_SHOWN, "name"));
    // It goes into the log, where a line of its own would be somebody else's.
    this.name = "The log stream '" + text.replaceAll("\\p{Cntrl}", " ") + "' ";
  }

  /** Whether its deliveries come to the webhook, by the path of its address. */
  static boolean leadsHere(JsonNode stream) {
    String address = stream.path("sink").path("httpEndpoint").asString("");
    return address.replaceFirst("[?#].*", "").endsWith("/ingest/auth0");
  }

  List<Check> checks() {
    return List.of(delivery(), authorization(), filters(), masking());
  }

  private Check delivery() {
    String status = stream.path("status").asString("");
    return switch (status) {
      case "active" -> check(Kind.DELIVERY, OK, "is active", "");
      case "paused" ->
          check(
              Kind.DELIVERY,
              PROBLEM,
              "is paused: nothing is delivered",
              "Start it again in the tenant under Monitoring, Streams; what the tenant still keeps"
                  + " is delivered then. Read the gap by the poller.");
      case "suspended" ->
          check(
              Kind.DELIVERY,
              PROBLEM,
              "was suspended by Auth0, which happens when nothing could be delivered for 7 days",
              "Look at its Health tab for the answers that it got, mend that, and start it again.");
      default ->
          check(Kind.DELIVERY, UNKNOWN, "has a status that is not known here", "Look at it there.");
    };
  }

  private Check authorization() {
    if (!webhook.isConfigured()) {
      return check(
          Kind.AUTHORIZATION,
          PROBLEM,
          "delivers here, and every delivery is refused, since no token is set",
          "Set " + CollectorProperties.TOKEN_PROPERTY + " to what the stream sends.");
    }
    JsonNode sent = stream.path("sink").path("httpAuthorization");
    if (!sent.isString()) {
      return check(
          Kind.AUTHORIZATION,
          UNKNOWN,
          "does not show what it sends as Authorization",
          "Compare it with " + CollectorProperties.TOKEN_PROPERTY + " by hand.");
    }
    return webhook.matches(List.of(sent.stringValue()))
        ? check(Kind.AUTHORIZATION, OK, "sends the Authorization that the webhook expects", "")
        : check(
            Kind.AUTHORIZATION,
            PROBLEM,
            "sends another Authorization than the webhook expects, so it is refused",
            "Set "
                + CollectorProperties.TOKEN_PROPERTY
                + " and the stream's Authorization Token to the same value, word for word.");
  }

  private Check filters() {
    JsonNode filters = stream.path("filters");
    Set<String> passing = new TreeSet<>();
    filters.forEach(filter -> passing.add(filter.path("name").asString("")));
    if (filters.isEmpty()) {
      return check(Kind.FILTERS, OK, "has no filters: all codes come", "");
    }
    String missing = missing(DEVICE_FLOW, passing);
    String missingRest = missing(REST, passing);
    if (missing.isEmpty() && missingRest.isEmpty()) {
      return check(Kind.FILTERS, OK, "lets all codes through that are needed here", "");
    }
    boolean blind = !missing.isEmpty();
    return check(
        Kind.FILTERS,
        blind ? PROBLEM : WARNING,
        blind
            ? "drops codes of the device flow: " + missing
            : "drops codes that the pages and detections look at: " + missingRest,
        "Remove its filters, or add "
            + categories(passing)
            + ". Until then those steps and detections see nothing.");
  }

  private static String missing(Map<String, List<String>> needed, Set<String> passing) {
    return needed.entrySet().stream()
        .filter(entry -> !passing.contains(entry.getKey()))
        .map(entry -> String.join(", ", entry.getValue()) + " (" + entry.getKey() + ")")
        .collect(Collectors.joining("; "));
  }

  private static String categories(Set<String> passing) {
    List<String> all = new ArrayList<>(DEVICE_FLOW.keySet());
    all.addAll(REST.keySet());
    all.removeAll(passing);
    return String.join(", ", all);
  }

  private Check masking() {
    JsonNode config = stream.path("pii_config");
    List<String> fields = new ArrayList<>();
    config.path("log_fields").forEach(field -> fields.add(field.asString("")));
    fields.removeIf(field -> !NAMES.contains(field));
    if (fields.isEmpty()) {
      return check(Kind.MASKING, OK, "hides no names", "");
    }
    String which = fields.stream().sorted().collect(Collectors.joining(", "));
    return "hash".equals(config.path("method").asString(""))
        ? check(
            Kind.MASKING, OK, "hashes " + which + ": people can still be told apart by them", "")
        : check(
            Kind.MASKING,
            WARNING,
            "masks " + which + ": people cannot be told apart by them",
            "Choose hash in place of mask if a detection of yours looks at event.user_name; those"
                + " that come with Devicegate look at event.user, which is not masked.");
  }

  private Check check(Kind kind, Result result, String finding, String remedy) {
    return new Check(kind, result, name + finding + ".", remedy);
  }
}
