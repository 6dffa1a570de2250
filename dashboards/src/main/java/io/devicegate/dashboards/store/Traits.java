package io.devicegate.dashboards.store;

import io.devicegate.rules.event.Event;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * What an event's JSON says that pages tell events apart by; it has columns of its own, since a
 * column is twenty times as quick to ask as JSON.
 *
 * @param connection the tenant's login connection
 * @param organization name of the tenant's organization, or its id
 * @param country code of the country
 * @param program the program that sent the request, without its version
 * @param version the same with all that it says
 * @param host the host that was asked
 * @param route the gateway's route
 * @param network the network around the address: its first 24 bits, or 48 of an IPv6 address
 * @param asn number of the autonomous system
 * @param rules digest of the access rules that decided
 */
public record Traits(
    @Nullable String connection,
    @Nullable String organization,
    @Nullable String country,
    @Nullable String program,
    @Nullable String version,
    @Nullable String host,
    @Nullable String route,
    @Nullable String network,
    @Nullable String asn,
    @Nullable String rules) {

  private static final Pattern IPV4_NETWORK = Pattern.compile("([^:]+)\\.[0-9]+");
  private static final Pattern IPV6_NETWORK =
      Pattern.compile("([0-9a-fA-F]+:[0-9a-fA-F]+)(:[0-9a-fA-F]+)?:.*");

  /**
   * Reads them; what is not there is null.
   *
   * @param content the event's JSON
   * @param ip the address of its subject
   */
  public static Traits of(JsonNode content, @Nullable String ip) {
    String agent = text(content, "user_agent");
    String organization = text(content, "organization_name");
    String asn = text(content.path("details").path("request"), "asn");
    return new Traits(
        text(content, "connection"),
        organization == null ? text(content, "organization_id") : organization,
        text(content.path("location_info"), "country_code"),
        agent == null ? null : program(agent),
        agent,
        text(content, "hostname"),
        text(content, "route"),
        network(ip),
        asn == null ? text(content, "asn") : asn,
        text(content, "rules_digest"));
  }

  /** The same of JSON as text; an event is stored whatever it looks like. */
  public static Traits of(Event event) {
    JsonNode content;
    try {
      content = JsonMapper.shared().readTree(event.json());
    } catch (JacksonException e) {
      content = MissingNode.getInstance();
    }
    return of(content, event.subject().ip());
  }

  private static @Nullable String text(JsonNode object, String name) {
    JsonNode value = object.path(name);
    return value.isValueNode() && !value.isNull() ? value.asString() : null;
  }

  /** What stands before the first number, and before the brackets, slashes and spaces at it. */
  private static String program(String agent) {
    int end = 0;
    while (end < agent.length() && !isDigit(agent.charAt(end))) {
      end++;
    }
    if (end == agent.length()) {
      return agent;
    }
    while (end > 0 && " /(".indexOf(agent.charAt(end - 1)) >= 0) {
      end--;
    }
    return agent.substring(0, end);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static @Nullable String network(@Nullable String ip) {
    if (ip == null) {
      return null;
    }
    Matcher four = IPV4_NETWORK.matcher(ip);
    if (four.matches()) {
      return four.group(1) + ".0/24";
    }
    Matcher six = IPV6_NETWORK.matcher(ip);
    return six.matches()
        ? six.group(1) + (six.group(2) == null ? "" : six.group(2)) + "::/48"
        : null;
  }
}
