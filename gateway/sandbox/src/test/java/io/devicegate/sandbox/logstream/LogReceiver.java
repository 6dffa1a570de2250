package io.devicegate.sandbox.logstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver of webhooks, which fails as often as it is told. */
final class LogReceiver implements AutoCloseable {

  /** One request. */
  record Delivery(String authorization, String contentType, String body, int answered) {}

  private final HttpServer server;
  private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
  private final AtomicInteger failures;

  LogReceiver(int failures) throws IOException {
    this(failures, 0);
  }

  LogReceiver(int failures, int port) throws IOException {
    this.failures = new AtomicInteger(failures);
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::receive);
    server.start();
  }

  URI url() {
    return URI.create("http://localhost:" + server.getAddress().getPort() + "/ingest");
  }

  /** The next request, whatever it was answered. */
  Delivery next() throws InterruptedException {
    Delivery delivery = deliveries.poll(20, TimeUnit.SECONDS);
    if (delivery == null) {
      throw new AssertionError("Nothing was delivered");
    }
    return delivery;
  }

  /** Whether nothing has been delivered that was not taken by {@link #next}. */
  boolean isUntouched() {
    return deliveries.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void receive(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    int status = failures.getAndDecrement() > 0 ? 503 : 204;
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
    deliveries.add(
        new Delivery(
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type")),
            body,
            status));
  }
}
