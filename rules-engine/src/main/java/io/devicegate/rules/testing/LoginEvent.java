package io.devicegate.rules.testing;

import io.devicegate.rules.login.LoginRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The {@code event} of an Action, as Auth0 documents it, taken apart into a Rule's {@code user} and
 * {@code context}, of which the sandbox makes the same event again.
 *
 * <p>What cannot come back as it was given is a problem: a member that Auth0 does not document, and
 * one that has no effect here.
 */
final class LoginEvent {

  /** Where a member of the event lies in the context. */
  private static final Map<String, String> PLACES =
      Map.ofEntries(
          Map.entry("client.client_id", "clientID"),
          Map.entry("client.name", "clientName"),
          Map.entry("client.metadata", "clientMetadata"),
          Map.entry("connection.id", "connectionID"),
          Map.entry("connection.name", "connection"),
          Map.entry("connection.strategy", "connectionStrategy"),
          Map.entry("connection.metadata", "connectionMetadata"),
          Map.entry("request.ip", "request.ip"),
          Map.entry("request.method", "request.method"),
          Map.entry("request.hostname", "request.hostname"),
          Map.entry("request.user_agent", "request.userAgent"),
          Map.entry("request.language", "request.language"),
          Map.entry("request.query", "request.query"),
          Map.entry("request.body", "request.body"),
          Map.entry("request.geoip.cityName", "request.geoip.city_name"),
          Map.entry("request.geoip.continentCode", "request.geoip.continent_code"),
          Map.entry("request.geoip.countryCode", "request.geoip.country_code"),
          Map.entry("request.geoip.countryCode3", "request.geoip.country_code3"),
          Map.entry("request.geoip.countryName", "request.geoip.country_name"),
          Map.entry("request.geoip.latitude", "request.geoip.latitude"),
          Map.entry("request.geoip.longitude", "request.geoip.longitude"),
          Map.entry("request.geoip.subdivisionCode", "request.geoip.subdivision_code"),
          Map.entry("request.geoip.subdivisionName", "request.geoip.subdivision_name"),
          Map.entry("request.geoip.timeZone", "request.geoip.time_zone"),
          Map.entry("stats.logins_count", "stats.loginsCount"),
          Map.entry("tenant.id", "tenant"),
          Map.entry("authentication.methods", "authentication.methods"),
          Map.entry("authentication.riskAssessment", "authentication.riskAssessment"),
          Map.entry("authorization.roles", "authorization.roles"),
          Map.entry("organization", "organization"),
          Map.entry("resource_server.identifier", "audience"),
          Map.entry("session", "session"),
          Map.entry("refresh_token", "refreshToken"),
          Map.entry("transaction", "transaction"));

  private static final Set<String> OF_THE_FILE = Set.of("secrets", "configuration");
  private static final Set<String> WITHOUT_EFFECT =
      Set.of("security_context", "custom_domain", "prompt", "agent", "session_transfer_token");

  private final Consumer<String> problems;
  private final Map<String, Object> user = new LinkedHashMap<>();
  private final Map<String, Object> context = new LinkedHashMap<>();

  private LoginEvent(Consumer<String> problems) {
    this.problems = problems;
  }

  /**
   * Returns the login of an event.
   *
   * @param problems takes what is wrong with it, in words for who wrote the test
   */
  static LoginRequest login(Map<?, ?> event, Consumer<String> problems) {
    LoginEvent login = new LoginEvent(problems);
    event.forEach((name, value) -> login.top(String.valueOf(name), value));
    return new LoginRequest(login.user, login.context);
  }

  private void top(String name, Object value) {
    if (OF_THE_FILE.contains(name)) {
      problems.accept("event." + name + " (expected: " + name + ": at the top of the file)");
    } else if (WITHOUT_EFFECT.contains(name)) {
      problems.accept("event." + name + " is always undefined here; leave it out");
    } else if (!name.equals("user")) {
      member(name, value);
    } else if (value instanceof Map<?, ?> members) {
      members.forEach((key, member) -> user.put(String.valueOf(key), member));
    } else {
      problems.accept("event.user: " + value + " (expected: keys below)");
    }
  }

  private void member(String path, Object value) {
    String place = PLACES.get(path);
    if (place != null) {
      RequestDefaults.set(context, place, value);
      alsoElsewhere(path, value);
    } else if (below(path).isEmpty()) {
      problems.accept(unknown(path));
    } else if (value instanceof Map<?, ?> members) {
      members.forEach((key, member) -> member(path + "." + key, member));
    } else {
      problems.accept("event." + path + ": " + value + " (expected: keys below)");
    }
  }

  /**
   * Two members of an event have, in a context, a place beside the whole of which they are part.
   */
  private void alsoElsewhere(String path, Object value) {
    if (value instanceof Map<?, ?> members) {
      if (path.equals("transaction") && members.get("protocol") != null) {
        context.put("protocol", members.get("protocol"));
      } else if (path.equals("session") && members.get("id") != null) {
        context.put("sessionID", members.get("id"));
      }
    }
  }

  private static String unknown(String path) {
    int dot = path.lastIndexOf('.');
    Set<String> siblings = below(dot < 0 ? "" : path.substring(0, dot));
    if (dot < 0) {
      siblings.add("user");
    }
    return "unknown member event." + path + " (expected: one of " + siblings + ")";
  }

  /** Returns the names of the members below a path; none when it has none. */
  private static Set<String> below(String path) {
    Set<String> names = new TreeSet<>();
    String start = path.isEmpty() ? "" : path + ".";
    for (String known : PLACES.keySet()) {
      if (known.startsWith(start)) {
        names.add(known.substring(start.length()).split("\\.", 2)[0]);
      }
    }
    return names;
  }
}
