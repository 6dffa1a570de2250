package io.devicegate.dashboards.collector;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.devicegate.dashboards.store.Cursor;
import io.devicegate.dashboards.store.StoreUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Imports into a server that runs, by {@code POST /ingest/auth0/history}.
 *
 * <p>A server that is busy is asked again, as often as {@value #MOST_TRIES} times; a body that is
 * too large for it is sent in halves.
 */
final class ServerTarget implements ImportTarget {

  private static final int BATCH = 1_000;

  /** What a server takes at once is twice as much unless set otherwise. */
  private static final int MOST_CHARACTERS = 4_000_000;

  private static final int MOST_TRIES = 20;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final int MAX_ANSWER_BYTES = 1_000_000;

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final int UNAVAILABLE = 503;

  private final URI history;
  private final String token;
  private final BoundedHttp http;
  private final Backoff backoff = new Backoff(LONGEST_PAUSE, RandomGenerator.getDefault());

  /**
   * Creates a target.
   *
   * @param server address of the server's management port
   * @param token its webhook token
   */
  ServerTarget(URI server, String token, Clock clock) {
    this.history = server.resolve("/ingest/auth0/history");
    this.token = token;
    this.http = new BoundedHttp(history.toString(), TIMEOUT, MAX_ANSWER_BYTES, clock);
  }

  @Override
  public int batch() {
    return BATCH;
  }

  @Override
  public long characters() {
    return MOST_CHARACTERS;
  }

  @Override
  public Optional<String> position(String reader) throws IOException {
    HttpResponse<byte[]> answer = send(request("?reader=" + reader).GET());
    return switch (answer.statusCode()) {
      case OK -> Optional.of(json(answer).path("position").asString(""));
      case NOT_FOUND -> Optional.empty();
      default -> throw refused(answer);
    };
  }

  @Override
  public Callable<Receipt> prepare(List<FileElements.Element> elements, Cursor cursor) {
    List<String> lines = elements.stream().map(FileElements.Element::text).toList();
    return () -> post(lines, cursor);
  }

  /** The cursor goes with the last part. */
  private Receipt post(List<String> lines, @Nullable Cursor cursor) throws IOException {
    String query =
        cursor == null ? "" : "?reader=" + cursor.reader() + "&position=" + cursor.position();
    String body = lines.stream().collect(Collectors.joining("\n"));
    HttpResponse<byte[]> answer =
        send(
            request(query)
                .header("Content-Type", "application/x-ndjson")
                .POST(BodyPublishers.ofString(body, UTF_8)));
    if (answer.statusCode() == TOO_LARGE && lines.size() > 1) {
      int half = lines.size() / 2;
      return post(lines.subList(0, half), null)
          .plus(post(lines.subList(half, lines.size()), cursor));
    }
    if (answer.statusCode() != OK) {
      throw refused(answer);
    }
    JsonNode receipt = json(answer);
    return new Receipt(
        receipt.path("received").asInt(0),
        receipt.path("stored").asInt(0),
        receipt.path("duplicates").asInt(0),
        receipt.path("rejected").asInt(0));
  }

  private HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(history + query)).header("Authorization", token);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException {
    try {
      HttpResponse<byte[]> answer = http.send(request);
      for (int tries = 1; answer.statusCode() == UNAVAILABLE && tries < MOST_TRIES; tries++) {
        Duration asked = http.retryAfter(answer.headers()).orElse(null);
        TimeUnit.MILLISECONDS.sleep(backoff.after(tries, asked).toMillis());
        answer = http.send(request);
      }
      return answer;
    } catch (PollException e) {
      throw new IOException(e.getMessage() + "; run it again, it goes on where it was", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailableException("Interrupted while events were sent");
    }
  }

  private IOException refused(HttpResponse<byte[]> answer) {
    if (answer.statusCode() == UNAUTHORIZED) {
      return new IOException(
          history
              + " refuses the token: set "
              + CollectorProperties.TOKEN_PROPERTY
              + " to that of the server");
    }
    String detail = "";
    try {
      detail = json(answer).path("detail").asString("");
    } catch (IOException e) {
      // Whoever answers there is no server of ours; the status has to do.
    }
    return new IOException(
        history + " answers " + answer.statusCode() + (detail.isEmpty() ? "" : ": " + detail));
  }

  private JsonNode json(HttpResponse<byte[]> answer) throws IOException {
    try {
      return JsonMapper.shared().readTree(answer.body());
    } catch (JacksonException e) {
      throw new IOException(
          history + " answers " + answer.statusCode() + " and no JSON; is it the management port?");
    }
  }
}
