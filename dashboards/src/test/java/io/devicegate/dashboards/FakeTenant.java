package io.devicegate.dashboards;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.devicegate.dashboards.taxonomy.LogIdTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A tenant's token and log endpoints over real HTTP, which can be told to misbehave. */
public final class FakeTenant implements AutoCloseable {

  public static final String SECRET = "secret-of-the-reader";

  private static final Pattern QUERY = Pattern.compile("from=([0-9]+)&take=([0-9]+)");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ConcurrentSkipListMap<String, String> log = new ConcurrentSkipListMap<>();
  private final Queue<Answer> faults = new ConcurrentLinkedQueue<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicInteger tokens = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Answer lasting;
  private volatile int tokenLife = 3_600;
  private volatile Answer streams = answering(200, "[]");
  private volatile Runnable onPage = () -> {};

  public FakeTenant() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/oauth/token", this::token);
    server.createContext("/api/v2/logs", this::logs);
    server.createContext("/api/v2/log-streams", this::streams);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  /** An id of that time; those of the same time differ by the number. */
  public static String id(Instant time, int number) {
    String before = LogIdTime.before(time);
    String digits = String.valueOf(number);
    return before.substring(0, before.length() - digits.length()) + digits;
  }

  /** Writes an event into the log and returns its id. */
  public String write(Instant time, int number) {
    String id = id(time, number);
    log.put(
        id,
        """
        {"_id":"%1$s","log_id":"%1$s","date":"%2$s","type":"sede","client_id":"tv",\
        "connection":null,"location_info":null,"isMobile":false}"""
            .formatted(id, time));
    return id;
  }

  /** What the next requests for the log are answered with, one after the other. */
  public void failNext(Answer... answers) {
    faults.addAll(List.of(answers));
  }

  /** What every request for the log is answered with; null to behave again. */
  public void failAlways(@Nullable Answer answer) {
    lasting = answer;
  }

  /** What every request for the log streams is answered with. */
  public void streams(Answer answer) {
    streams = answer;
  }

  /** Tokens given from now on last that long. */
  public void tokensLast(int seconds) {
    tokenLife = seconds;
  }

  /** Refuses all tokens given so far. */
  public void revokeTokens() {
    tokens.incrementAndGet();
  }

  /** Calls back before each good page is sent. */
  public void onPage(Runnable callback) {
    onPage = callback;
  }

  /** How many tokens were given or revoked. */
  public int tokens() {
    return tokens.get();
  }

  /** The {@code from} of every request for the log, in their order. */
  public List<String> asked() {
    return asked;
  }

  private void token(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean known =
        form.contains("grant_type=client_credentials")
            && form.contains("client_secret=" + SECRET)
            && form.contains("audience=http%3A%2F%2F127.0.0.1");
    if (!known) {
      send(exchange, 401, "{\"error\":\"access_denied\"}");
      return;
    }
    String body = "{\"access_token\":\"token-%d\",\"expires_in\":%d,\"token_type\":\"Bearer\"}";
    send(exchange, 200, body.formatted(tokens.incrementAndGet(), tokenLife));
  }

  private void logs(HttpExchange exchange) throws IOException {
    Matcher query = QUERY.matcher(String.valueOf(exchange.getRequestURI().getQuery()));
    if (!query.matches()) {
      send(exchange, 400, "{\"statusCode\":400}");
      return;
    }
    asked.add(query.group(1));
    Answer fault = lasting == null ? faults.poll() : lasting;
    if (fault != null) {
      fault.to(exchange);
      exchange.close();
      return;
    }
    String expected = "Bearer token-" + tokens.get();
    if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, "{\"statusCode\":401}");
      return;
    }
    onPage.run();
    page(exchange, query.group(1), Integer.parseInt(query.group(2)));
  }

  private void streams(HttpExchange exchange) throws IOException {
    String expected = "Bearer token-" + tokens.get();
    if (expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      streams.to(exchange);
    } else {
      send(exchange, 401, "{\"statusCode\":401}");
    }
    exchange.close();
  }

  private void page(HttpExchange exchange, String from, int take) throws IOException {
    List<String> ids = log.tailMap(from, false).keySet().stream().limit(take).toList();
    String last = ids.isEmpty() ? from : ids.get(ids.size() - 1);
    link(exchange, url() + "api/v2/logs?from=" + last + "&take=" + take);
    send(exchange, 200, "[" + String.join(",", ids.stream().map(log::get).toList()) + "]");
  }

  /** An answer of one event whose link leads there. */
  public static Answer linking(String event, String next) {
    return exchange -> {
      link(exchange, next);
      send(exchange, 200, "[{\"log_id\":\"" + event + "\",\"type\":\"sede\"}]");
    };
  }

  /** An answer with a status, a body and headers. */
  public static Answer answering(int status, String body, String... headers) {
    return exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
      }
      send(exchange, status, body);
    };
  }

  /** An answer that ends in the middle, although its length was announced. */
  public static Answer cutOff() {
    return exchange -> {
      exchange.sendResponseHeaders(200, 1_000);
      exchange.getResponseBody().write("[{\"log_id\":\"9".getBytes(StandardCharsets.UTF_8));
      exchange.getResponseBody().flush();
    };
  }

  /** An answer of which the first bytes come, and then nothing. */
  public Answer stalling() {
    return exchange -> {
      cutOff().to(exchange);
      try {
        closed.await(30, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private static void link(HttpExchange exchange, String next) {
    exchange.getResponseHeaders().add("Link", "<" + next + ">; rel=\"next\"");
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  /** What a request is answered with. */
  public interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }
}
