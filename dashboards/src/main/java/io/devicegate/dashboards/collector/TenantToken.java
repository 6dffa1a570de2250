package io.devicegate.dashboards.collector;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The access token for the Management API: the configured one, or one by client credentials that is
 * renewed before it expires. Not thread-safe; never shown.
 */
final class TenantToken {

  /** Renewed that long before its end, or at nine tenths of a shorter life. */
  private static final Duration MARGIN = Duration.ofMinutes(5);

  private static final Duration LONGEST_LIFE = Duration.ofDays(30);

  /** Of a token that does not say: RFC 6749 only recommends {@code expires_in}. */
  private static final Duration ASSUMED_LIFE = Duration.ofMinutes(10);

  /** What RFC 6750 allows in a header; anything else would be an injection. */
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private final CollectorProperties.Poller properties;
  private final URI tenant;
  private final BoundedHttp http;
  private final Clock clock;
  private @Nullable String value;
  private Instant renewAt = Instant.MIN;

  TenantToken(CollectorProperties.Poller properties, BoundedHttp http, Clock clock) {
    this.properties = properties;
    this.tenant = requireNonNull(properties.url(), "url");
    this.http = http;
    this.clock = clock;
  }

  /** Whether it can be sent; an HTTP client would quote another in its complaint. */
  static boolean isUsable(String token) {
    return SHAPE.matcher(token).matches();
  }

  /** A token that holds, fetched if need be. */
  String value() throws PollException, InterruptedException {
    if (properties.token() != null) {
      return properties.token();
    }
    String known = value;
    if (known != null && clock.instant().isBefore(renewAt)) {
      return known;
    }
    return fetch();
  }

  /** Forgets a token that the tenant refused; false if it is the configured one. */
  boolean forget() {
    value = null;
    return properties.token() == null;
  }

  private String fetch() throws PollException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(
            HttpRequest.newBuilder(tenant.resolve("oauth/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form())));
    int status = answer.statusCode();
    if (status == 400 || status == 401 || status == 403) {
      throw PollException.unauthorized(
          "The tenant refuses the client's credentials (status "
              + status
              + "): check devicegate.collector.poller.client-id, client-secret and audience, and"
              + " that the client is authorized for the Management API");
    }
    if (status != 200) {
      throw PollException.status(status);
    }
    return keep(read(answer.body()));
  }

  private String keep(JsonNode answer) throws PollException {
    JsonNode token = answer.path("access_token");
    if (!token.isString() || !isUsable(token.stringValue())) {
      throw PollException.malformed("The tenant's answer has no usable access_token");
    }
    Duration life = life(answer.path("expires_in"));
    Duration early = life.dividedBy(10).compareTo(MARGIN) < 0 ? life.dividedBy(10) : MARGIN;
    value = token.stringValue();
    renewAt = clock.instant().plus(life).minus(early);
    return token.stringValue();
  }

  private static Duration life(JsonNode seconds) {
    return seconds.isIntegralNumber() && seconds.canConvertToInt() && seconds.intValue() > 0
        ? Duration.ofSeconds(Math.min(seconds.intValue(), LONGEST_LIFE.toSeconds()))
        : ASSUMED_LIFE;
  }

  private String form() {
    String audience = properties.audience();
    Map<String, String> form = new LinkedHashMap<>();
    form.put("grant_type", "client_credentials");
    form.put("client_id", requireNonNull(properties.clientId(), "clientId"));
    form.put("client_secret", requireNonNull(properties.clientSecret(), "clientSecret"));
    form.put("audience", audience == null ? tenant.resolve("api/v2/").toString() : audience);
    return form.entrySet().stream()
        .map(
            entry ->
                entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  private static JsonNode read(byte[] body) throws PollException {
    try {
      return JsonMapper.shared().readTree(body);
    } catch (JacksonException e) {
      // Its message would quote the body, and so the token.
      throw PollException.malformed("The tenant's answer to the token request is not valid JSON");
    }
  }
}
