package io.devicegate.dashboards.collector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.devicegate.dashboards.store.StoredEvent;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tenant's log page by page: {@code GET /api/v2/logs?from=…&take=…}.
 *
 * <p>Trusts no answer: it goes on only at a later place of the same tenant, so that no answer can
 * send it round in circles, into the future, or the token to another host.
 */
final class TenantLogReader {

  private static final Pattern NEXT =
      Pattern.compile("<([^<>]{1,2000})>\\s*;[^,<]*\\brel=\"?next\"?", Pattern.CASE_INSENSITIVE);

  private static final Pattern FROM =
      Pattern.compile("(?:^|&)from=([A-Za-z0-9_.:-]{1,200})(?:&|$)");

  private final CollectorProperties.Poller properties;
  private final URI tenant;
  private final Duration maxAhead;
  private final BoundedHttp http;
  private final TenantApi api;
  private final PayloadReader reader;
  private final Clock clock;

  /**
   * Creates a reader.
   *
   * @param maxAhead how far the tenant's clock may be ahead of ours
   */
  TenantLogReader(
      CollectorProperties.Poller properties,
      Duration maxAhead,
      BoundedHttp http,
      PayloadReader reader,
      Clock clock) {
    this.properties = properties;
    this.tenant = requireNonNull(properties.url(), "url");
    this.maxAhead = maxAhead;
    this.http = http;
    this.api = new TenantApi(properties, http, clock);
    this.reader = reader;
    this.clock = clock;
  }

  /** The page behind that place. */
  LogPage after(String position) throws PollException, InterruptedException {
    String query = "?from=" + URLEncoder.encode(position, UTF_8) + "&take=" + properties.take();
    HttpResponse<byte[]> answer = api.get("api/v2/logs" + query, "read:logs");
    Batch content = content(answer.body());
    Duration pause = http.exhausted(answer.headers()).orElse(Duration.ZERO);
    return content.size() == 0
        ? new LogPage(content, position, pause)
        : new LogPage(content, next(answer, content, position), pause);
  }

  private Batch content(byte[] body) throws PollException {
    if (body.length == 0 || body[0] != '[') {
      throw PollException.malformed("The tenant's answer is not a JSON array");
    }
    try {
      return reader.read(body, false, clock.instant());
    } catch (PayloadException e) {
      throw PollException.malformed("The tenant's answer: " + e.getMessage());
    }
  }

  private String next(HttpResponse<byte[]> answer, Batch content, String position)
      throws PollException {
    String next = linked(answer);
    if (next == null) {
      next = lastId(content.events());
    }
    if (next == null || next.compareTo(position) <= 0) {
      throw new PollException(
          "no_progress", "The tenant's log does not go on: the next page is not behind this one");
    }
    Instant latest = clock.instant().plus(maxAhead);
    if (LogIdTime.of(next).filter(time -> time.isAfter(latest)).isPresent()) {
      throw new PollException("no_progress", "The tenant's next page is in the future");
    }
    return next;
  }

  private @Nullable String linked(HttpResponse<byte[]> answer) throws PollException {
    for (String header : answer.headers().allValues("link")) {
      Matcher link = NEXT.matcher(header);
      if (link.find()) {
        return from(link.group(1));
      }
    }
    return null;
  }

  private String from(String link) throws PollException {
    URI next;
    try {
      next = tenant.resolve(link);
    } catch (IllegalArgumentException e) {
      throw badLink();
    }
    if (!isSameHost(next) || !"/api/v2/logs".equals(next.getPath())) {
      throw badLink();
    }
    Matcher from = FROM.matcher(next.getRawQuery() == null ? "" : next.getRawQuery());
    if (!from.find()) {
      throw badLink();
    }
    return from.group(1);
  }

  private boolean isSameHost(URI next) {
    return next.getHost() != null
        && next.getHost().toLowerCase(Locale.ROOT).equals(lower(tenant.getHost()))
        && tenant.getScheme().equalsIgnoreCase(next.getScheme())
        && tenant.getPort() == next.getPort();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static PollException badLink() {
    return new PollException(
        "bad_link", "The tenant's link to the next page does not lead to its own log");
  }

  /** The greatest, since that is the order of the log. */
  private static @Nullable String lastId(List<StoredEvent> events) {
    return events.stream().map(event -> event.event().id()).max(String::compareTo).orElse(null);
  }
}
