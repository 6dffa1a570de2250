package io.devicegate.gateway.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.devicegate.rules.event.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The dashboards' feed of signals, as a gateway sees it. */
public final class FakeFeed implements AutoCloseable {

  public final AtomicInteger polls = new AtomicInteger();
  public final AtomicInteger unchanged = new AtomicInteger();

  /** The Authorization header of the last poll. */
  public volatile @Nullable String authorization;

  private final HttpServer server;
  private volatile int status = 200;
  private volatile String body = "{\"signals\":[]}";
  private volatile @Nullable String tag;

  public FakeFeed() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/v1/signals", this::answer);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/api/v1/signals";
  }

  public void answers(List<Signal> signals) {
    body =
        signals.stream()
            .map(FakeFeed::json)
            .collect(Collectors.joining(",", "{\"signals\":[", "]}"));
    tag = "\"" + Integer.toHexString(body.hashCode()) + "\"";
    status = 200;
  }

  public void answers(int newStatus, String newBody) {
    body = newBody;
    status = newStatus;
    tag = null;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      exchange.getRequestBody().readAllBytes();
      authorization = exchange.getRequestHeaders().getFirst("Authorization");
      if (tag != null && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
        exchange.sendResponseHeaders(304, -1);
        unchanged.incrementAndGet();
      } else {
        if (tag != null) {
          exchange.getResponseHeaders().set("ETag", tag);
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }
    polls.incrementAndGet();
  }

  public static String json(Signal signal) {
    return """
    {"id":"%s","subject_kind":"%s","subject":"%s","kind":"%s","reason":"%s","rule":"%s",
     "severity":"%s","mode":"%s","evidence":{"events":["auth0:1"],"count":5,"total":5},
     "raised_at":"%s","expires_at":"%s"}"""
        .formatted(
            signal.id(),
            word(signal.subjectKind()),
            signal.subject(),
            signal.kind(),
            signal.reason(),
            signal.rule(),
            word(signal.severity()),
            word(signal.mode()),
            signal.raisedAt(),
            signal.expiresAt());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
