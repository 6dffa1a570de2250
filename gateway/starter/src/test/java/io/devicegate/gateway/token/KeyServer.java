package io.devicegate.gateway.token;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * An issuer's HTTP server that answers, or keeps quiet, exactly as a test says, and counts what it
 * is asked for.
 */
final class KeyServer implements AutoCloseable {

  static final String KEYS = "/.well-known/jwks.json";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

  KeyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  URI uri(String path) {
    return URI.create("http://localhost:" + server.getAddress().getPort() + path);
  }

  /** The issuer that this server would be. */
  String issuer() {
    return uri("/").toString();
  }

  void publish(TestKey... keys) {
    answer(KEYS, Answer.ok(keySet(keys)));
  }

  void answer(String path, Answer answer) {
    answers.put(path, answer);
  }

  int fetches() {
    return fetches(KEYS);
  }

  int fetches(String path) {
    return counts.getOrDefault(path, new AtomicInteger()).get();
  }

  static String keySet(TestKey... keys) {
    return Arrays.stream(keys)
        .map(TestKey::jwk)
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  @Override
  public void close() {
    answers.values().forEach(Answer::release);
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    counts.computeIfAbsent(path, any -> new AtomicInteger()).incrementAndGet();
    Answer answer = answers.getOrDefault(path, Answer.status(404));
    try (exchange) {
      await(answer.beforeHeaders());
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : 0);
      OutputStream body = exchange.getResponseBody();
      if (answer.body().length > 0) {
        body.write(answer.body(), 0, 1);
        body.flush();
        await(answer.insideBody());
        body.write(answer.body(), 1, answer.body().length - 1);
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An answer; it waits until both of its latches are open. */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Answer(
      int status,
      Map<String, String> headers,
      byte[] body,
      CountDownLatch beforeHeaders,
      CountDownLatch insideBody) {

    static Answer ok(String body) {
      return new Answer(200, Map.of(), body.getBytes(StandardCharsets.UTF_8), open(), open());
    }

    static Answer status(int status) {
      return new Answer(status, Map.of(), new byte[0], open(), open());
    }

    Answer with(String header, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(header, value);
      return new Answer(status, more, body, beforeHeaders, insideBody);
    }

    /** Says nothing until released. */
    Answer silent() {
      return new Answer(status, headers, body, new CountDownLatch(1), insideBody);
    }

    /** Sends one byte of its body and the rest when released. */
    Answer trickling() {
      return new Answer(status, headers, body, beforeHeaders, new CountDownLatch(1));
    }

    void release() {
      beforeHeaders.countDown();
      insideBody.countDown();
    }

    private static CountDownLatch open() {
      return new CountDownLatch(0);
    }
  }
}
