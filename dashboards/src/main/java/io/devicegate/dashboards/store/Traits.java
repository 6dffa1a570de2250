package io.devicegate.dashboards.store;

import io.devicegate.rules.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

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
record Traits(
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

  /** Reads them; what is not there, or not JSON, is null. */
  static Traits of(Event event) {
    Map<String, String> found = new HashMap<>();
    try (JsonParser parser = JsonMapper.shared().createParser(event.json())) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        readMembers(parser, "", found);
      }
    } catch (JacksonException e) {
      // An event is stored whatever it looks like; what was read before the fault counts.
    }
    String agent = found.get("user_agent");
    return new Traits(
        found.get("connection"),
        found.getOrDefault("organization_name", found.get("organization_id")),
        found.get("location_info.country_code"),
        agent == null ? null : program(agent),
        agent,
        found.get("hostname"),
        found.get("route"),
        network(event.subject().ip()),
        found.getOrDefault("details.request.asn", found.get("asn")),
        found.get("rules_digest"));
  }

  /** Reads up to the end of the object that has begun, and no deeper than what is asked for. */
  private static void readMembers(JsonParser parser, String prefix, Map<String, String> found) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String own = parser.currentName();
      String name = prefix.isEmpty() ? own : prefix + own;
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && isHolder(name)) {
        readMembers(parser, name + ".", found);
      } else if (value.isStructStart()) {
        parser.skipChildren();
      } else if (value != JsonToken.VALUE_NULL && isAskedFor(name)) {
        found.put(name, parser.getString());
      }
    }
  }

  private static boolean isHolder(String name) {
    return switch (name) {
      case "location_info", "details", "details.request" -> true;
      default -> false;
    };
  }

  private static boolean isAskedFor(String name) {
    return switch (name) {
      case "connection",
          "organization_name",
          "organization_id",
          "location_info.country_code",
          "user_agent",
          "hostname",
          "route",
          "details.request.asn",
          "asn",
          "rules_digest" ->
          true;
      default -> false;
    };
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
