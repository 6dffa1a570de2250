package io.devicegate.dashboards;

import io.devicegate.dashboards.collector.EventIntake;
import io.devicegate.rules.event.Event;
import io.devicegate.rules.event.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Tells dashboards what happens at an invented tenant, at the pace of a real one. */
final class Stories {

  private static final List<String> CLIENTS = List.of("tv-app", "console", "cli");
  private static final List<String> USERS = List.of("alice", "bob", "carol", "dave", "erin");
  private static final Duration WEEK = Duration.ofDays(7);

  private final RunningDashboards dashboards;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final StringBuilder lines = new StringBuilder();
  private final List<Event> decisions = new ArrayList<>();
  private final String prefix = "story-" + UUID.randomUUID() + "-";
  private int ids;

  Stories(RunningDashboards dashboards) {
    this.dashboards = dashboards;
  }

  Instant now() {
    return now;
  }

  /** An ordinary hour, now and a week ago; in its last minutes without devices of that client. */
  Stories ordinaryHour(@Nullable String without, Duration lastMinutes) {
    ordinaryHour(now.minus(WEEK), null, now);
    ordinaryHour(now, without, now.minus(lastMinutes));
    return this;
  }

  private void ordinaryHour(Instant end, @Nullable String without, Instant from) {
    for (int second = 3_590; second > 0; second -= 11) {
      Instant time = end.minusSeconds(second);
      int turn = second / 11;
      String client = CLIENTS.get(turn % 3);
      String user = USERS.get(turn % 5);
      boolean missing = client.equals(without) && !time.isBefore(from);
      if (!missing) {
        tenant(time.minusSeconds(4), "s", client, user, null, null);
        tenant(time, "sede", client, user, null, null);
      }
      decision(time, "allow", null, client, user, 4);
      if (turn % 23 == 0) {
        tenant(time, "fede", client, null, "The device code has expired", "expired_token");
      }
      if (turn % 29 == 0) {
        tenant(time, "fdecc", client, user, "User cancelled the confirmation prompt.", null);
      }
      if (turn % 17 == 0) {
        tenant(time, "fdeac", client, user, "Failed to activate device", "invalid_code");
        decision(time, "deny", "token_expired", client, user, 1);
      }
    }
  }

  /** The device grant of that client is switched off so long ago. */
  Stories grantSwitchedOff(String client, Duration ago) {
    Instant begin = now.minus(ago);
    tenant(begin.minusSeconds(20), "sapi", "dashboard", "mallory", "Update a client", null);
    for (Instant time = begin; time.isBefore(now); time = time.plusSeconds(9)) {
      tenant(
          time,
          "fdeaz",
          client,
          null,
          "Grant type 'urn:ietf:params:oauth:grant-type:device_code' not allowed for the client.",
          "unauthorized_client");
    }
    return this;
  }

  /** One address tries user codes. */
  Stories codesGuessed(int codes) {
    for (int i = 0; i < codes; i++) {
      Map<String, Object> event =
          Map.of(
              "log_id", prefix + ids++,
              "date", now.minusSeconds(30 + i).toString(),
              "type", "fdeac",
              "description", "Failed to activate device",
              "ip", "198.51.100.23",
              "user_agent", "python-requests 2.32",
              "details",
                  Map.of("code", "WRNG-%04d".formatted(i), "error", Map.of("type", "invalid")));
      lines.append(JsonMapper.shared().writeValueAsString(event)).append('\n');
    }
    return this;
  }

  Stories tenant(
      Instant time,
      String type,
      String client,
      @Nullable String user,
      @Nullable String description,
      @Nullable String error) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("log_id", prefix + ids++);
    event.put("date", time.toString());
    event.put("type", type);
    event.put("client_id", client);
    event.put("ip", "203.0.113." + (7 + ids % 40));
    event.put("user_agent", client + " 3.1 / Linux");
    event.put("hostname", "tenant.example");
    if (user != null) {
      event.put("user_id", "auth0|" + user);
      event.put("connection", "Users");
    }
    if (description != null) {
      event.put("description", description);
    }
    if (error != null) {
      event.put("details", Map.of("error", error));
    }
    lines.append(JsonMapper.shared().writeValueAsString(event)).append('\n');
    return this;
  }

  /** The gateway refuses a call, just now. */
  Stories refused(String reason, String client, String user) {
    decision(now, "deny", reason, client, user, 1);
    return this;
  }

  private void decision(
      Instant time, String effect, @Nullable String reason, String client, String user, int count) {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("effect", effect);
    content.put("protocol", "device");
    content.put("route", "api");
    content.put("method", "GET");
    content.put("path", "/api/catalogue");
    content.put("count", count);
    content.put("rules_digest", "sha256:1f0e");
    if (reason != null) {
      content.put("reason", reason);
    }
    decisions.add(
        new Event(
            Event.GATEWAY,
            prefix + ids++,
            "decision",
            time,
            new Subject(client, "auth0|" + user, null, null),
            JsonMapper.shared().writeValueAsString(content)));
  }

  /** Sends all of it; returns when it is stored. */
  void send() {
    if (!lines.isEmpty()) {
      post(lines.toString());
    }
    for (int i = 0; i < decisions.size(); i += 200) {
      List<Event> batch = decisions.subList(i, Math.min(i + 200, decisions.size()));
      while (!dashboards.bean(EventIntake.class).offer(batch)) {
        Thread.onSpinWait();
      }
    }
    // Batches are stored in the order of their arrival: once this one is, all are.
    post("{\"log_id\":\"%s\",\"type\":\"slo\",\"date\":\"%s\"}".formatted(prefix + ids++, now));
    lines.setLength(0);
    decisions.clear();
  }

  private void post(String events) {
    int status = dashboards.post(events).statusCode();
    if (status != 200) {
      throw new IllegalStateException("The tenant's events were answered with " + status);
    }
  }
}
