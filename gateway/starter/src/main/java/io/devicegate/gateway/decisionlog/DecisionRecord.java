package io.devicegate.gateway.decisionlog;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One decision, as it is logged and exported. Holds no token, no secret, no query, and nothing that
 * an unverified token said.
 *
 * @param decisionId identifies the decision, also in the answer, the span and the upstream's
 *     request
 * @param time when it was decided
 * @param route id of the route
 * @param method the request's method
 * @param path the request's path as received, without the query, at most 512 characters
 * @param effect {@code allow} or {@code refuse}
 * @param status HTTP status of the refusal; null when the request was let through
 * @param reason why it was refused, from the closed list; null when it was let through
 * @param tenant name of the tenant; null without a verified token, as are the next four
 * @param issuer the token's issuer
 * @param subject the token's subject
 * @param client the token's client; null also when it names none
 * @param protocol {@code device}, {@code not_device} or {@code unknown}
 * @param evidence what the protocol was graded by, such as {@code device_client:tv-app}
 * @param elapsed from the request's arrival at the filter to the decision
 * @param traceId id of the trace; null without tracing
 * @param ip address of the device; null when unknown
 * @param userAgent program of the device, at most 256 characters; null when it did not say
 * @param signal id of the signal that refused it; null as a rule
 * @param policy what the access policies said; null when they were not asked
 */
public record DecisionRecord(
    String decisionId,
    Instant time,
    String route,
    String method,
    String path,
    String effect,
    @Nullable Integer status,
    @Nullable String reason,
    @Nullable String tenant,
    @Nullable String issuer,
    @Nullable String subject,
    @Nullable String client,
    @Nullable String protocol,
    @Nullable String evidence,
    Duration elapsed,
    @Nullable String traceId,
    @Nullable String ip,
    @Nullable String userAgent,
    @Nullable String signal,
    @Nullable PolicyRecord policy) {

  /** Effect of a request that was let through. */
  public static final String ALLOW = "allow";

  /** Effect of a request that was refused. */
  public static final String REFUSE = "refuse";

  private static final int MAX_PATH = 512;
  private static final int MAX_USER_AGENT = 256;

  public DecisionRecord {
    path = printable(path, MAX_PATH);
    userAgent = userAgent == null ? null : printable(userAgent, MAX_USER_AGENT);
  }

  /** What the client wrote freely is cut, and cannot start a line or a colour of its own. */
  private static String printable(String text, int max) {
    String cut = text.length() <= max ? text : text.substring(0, max);
    for (int i = 0; i < cut.length(); i++) {
      if (Character.isISOControl(cut.charAt(i))) {
        return cut.replaceAll("\\p{Cntrl}|[\\x80-\\x9f]", "?");
      }
    }
    return cut;
  }
}
