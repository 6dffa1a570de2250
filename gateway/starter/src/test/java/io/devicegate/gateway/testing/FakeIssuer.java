package io.devicegate.gateway.testing;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A real issuer on a random port, whose every answer a test can choose, hold back and count. */
public final class FakeIssuer implements AutoCloseable {

  public static final String DISCOVERY = "/.well-known/openid-configuration";
  public static final String JWKS = "/.well-known/jwks.json";
  public static final String USERINFO = "/userinfo";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<String> authorizations = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  public FakeIssuer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    reset();
  }

  /** Ends in a slash, as Auth0's does. */
  public String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  public TestTokens tokens() {
    return new TestTokens(issuer());
  }

  /**
   * Serves the published key and forgets what was asked. At no moment is the key absent: a gateway
   * that has just started may be fetching it.
   */
  public void reset() {
    gate.countDown();
    answer(
        DISCOVERY,
        200,
        "{\"issuer\":\"" + issuer() + "\",\"jwks_uri\":\"" + issuer() + ".well-known/jwks.json\"}");
    publish(TestTokens.KEY);
    answers.keySet().retainAll(Set.of(DISCOVERY, JWKS));
    requests.clear();
    authorizations.clear();
  }

  public void publish(JWK... keys) {
    answer(JWKS, 200, new JWKSet(Arrays.asList(keys)).toString());
  }

  public void answer(String path, int status, String body) {
    answer(path, status, Map.of(), body);
  }

  public void answer(String path, int status, Map<String, String> headers, String body) {
    answers.put(path, new Answer(status, headers, body, false));
  }

  /** Sends the first byte of the body, and the rest when released. */
  public void trickle(String path, String body) {
    hold();
    answers.put(path, new Answer(200, Map.of(), body, true));
  }

  /** Answers nothing until {@link #release}. */
  public void hold() {
    gate = new CountDownLatch(1);
  }

  public void release() {
    gate.countDown();
  }

  public long count(String path) {
    return requests.stream().filter(path::equals).count();
  }

  /** Authorization headers seen, in order. */
  public List<String> authorizations() {
    return List.copyOf(authorizations);
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    requests.add(path);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (authorization != null) {
      authorizations.add(authorization);
    }
    Answer answer = answers.getOrDefault(path, new Answer(404, Map.of(), "{}", false));
    if (!answer.trickles) {
      await(gate);
    }
    byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      answer.headers.forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(answer.status, body.length == 0 ? -1 : body.length);
      write(exchange.getResponseBody(), body, answer.trickles);
    }
  }

  private void write(OutputStream stream, byte[] body, boolean trickles) throws IOException {
    if (trickles) {
      stream.write(body, 0, 1);
      stream.flush();
      await(gate);
      stream.write(body, 1, body.length - 1);
    } else {
      stream.write(body);
    }
  }

  private static void await(CountDownLatch gate) {
    try {
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("Nobody released the issuer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Answer(int status, Map<String, String> headers, String body, boolean trickles) {}
}
