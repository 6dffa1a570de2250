package io.devicegate.gateway.decisionlog;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A decision as one JSON object without line breaks. Written by hand, since it is done for every
 * request: what a mapper spends on one is a tenth of all that the gateway spends on the request.
 */
public final class DecisionJson {

  /** Room for a usual decision. */
  private static final int USUAL_LENGTH = 768;

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder json;

  private DecisionJson(StringBuilder json) {
    this.json = json;
  }

  /** Returns the decision as JSON; a member without a value is left out. */
  public static String of(DecisionRecord decision) {
    StringBuilder json = new StringBuilder(USUAL_LENGTH);
    append(json, decision);
    return json.toString();
  }

  static void append(StringBuilder json, DecisionRecord decision) {
    json.append('{');
    new DecisionJson(json).members(decision);
    json.setCharAt(json.length() - 1, '}');
  }

  private void members(DecisionRecord decision) {
    text("time", decision.time().toString());
    text("decision_id", decision.decisionId());
    text("effect", decision.effect());
    if (decision.status() != null) {
      number("status", decision.status());
    }
    text("reason", decision.reason());
    text("route", decision.route());
    text("method", decision.method());
    text("path", decision.path());
    text("tenant", decision.tenant());
    text("issuer", decision.issuer());
    text("subject", decision.subject());
    text("client", decision.client());
    text("protocol", decision.protocol());
    text("evidence", decision.evidence());
    number("elapsed_us", decision.elapsed().toNanos() / 1_000);
    text("trace_id", decision.traceId());
    text("ip", decision.ip());
    text("user_agent", decision.userAgent());
  }

  private void number(String name, long value) {
    json.append('"').append(name).append("\":").append(value).append(',');
  }

  private void text(String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    json.append('"').append(name).append("\":\"");
    int written = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (mustEscape(c)) {
        json.append(value, written, i);
        escape(c);
        written = i + 1;
      }
    }
    json.append(value, written, value.length()).append("\",");
  }

  /** What JSON demands, and what a terminal or a log viewer might act upon. */
  private static boolean mustEscape(char c) {
    return c < ' '
        || c == '"'
        || c == '\\'
        || (c >= 0x7f && (c < 0xa0 || Character.isSurrogate(c)));
  }

  private void escape(char c) {
    if (c == '"' || c == '\\') {
      json.append('\\').append(c);
    } else {
      json.append("\\u").append(HEX.toHexDigits(c));
    }
  }
}
