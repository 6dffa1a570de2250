package io.devicegate.sandbox.upstream;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * The sample API that stands behind the gateway in the sandbox.
 *
 * <ul>
 *   <li>{@code GET /api/catalogue}: films and series
 *   <li>{@code POST /api/purchases} with {@code {"item": id}}: 201, and the purchase at its {@code
 *       Location}
 *   <li>{@code GET /api/admin/report}: what was bought, how often
 *   <li>{@code GET /api/whoami}: the request line and the headers as they were received, order and
 *       case kept; only credentials are cut after 8 characters
 * </ul>
 *
 * <p>It believes the identity headers of whoever calls, because in front of it stands the gateway;
 * called directly, it answers too. Runs on Reactor Netty, which keeps header names and the request
 * line as they came. Bodies, purchases and the time that a request may take are bounded. Refusals
 * are problem+json (RFC 9457).
 */
public final class SampleApi implements AutoCloseable {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(60);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

  private final Resources resources;
  private final SampleApiOptions options;
  private final DisposableServer server;

  private SampleApi(SampleApiOptions options) {
    this.options = options;
    this.resources = new Resources(new Purchases(options.maxPurchases(), options.clock()));
    this.server =
        HttpServer.create()
            .host(options.host())
            .port(options.port())
            .requestTimeout(REQUEST_TIMEOUT)
            .idleTimeout(IDLE_TIMEOUT)
            .handle(this::handle)
            .bindNow();
  }

  /**
   * Starts to listen.
   *
   * @throws reactor.netty.ChannelBindException if the port is taken
   */
  public static SampleApi start(SampleApiOptions options) {
    return new SampleApi(requireNonNull(options, "options"));
  }

  /** Where it listens, without a path, such as {@code http://127.0.0.1:9001}. */
  public URI uri() {
    InetSocketAddress address = (InetSocketAddress) server.address();
    String host = address.getAddress().getHostAddress();
    return URI.create(
        "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort());
  }

  /** Stops to listen, and waits up to 5 s for requests under way. */
  @Override
  public void close() {
    server.disposeNow(STOP_TIMEOUT);
  }

  private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    Call head = call(request, "");
    return Resources.refuse(head)
        .map(refusal -> send(head, refusal.with("Connection", "close"), response))
        .orElseGet(() -> receive(request, response));
  }

  private Mono<Void> receive(HttpServerRequest request, HttpServerResponse response) {
    return body(request)
        .map(body -> call(request, body))
        .flatMap(call -> send(call, resources.answer(call), response))
        .onErrorResume(BodyTooLong.class, e -> send(call(request, ""), tooLong(), response));
  }

  private Mono<String> body(HttpServerRequest request) {
    return request
        .receive()
        .asByteArray()
        .collect(ByteArrayOutputStream::new, this::append)
        .map(body -> body.toString(StandardCharsets.UTF_8));
  }

  private void append(ByteArrayOutputStream body, byte[] part) {
    if (body.size() + part.length > options.maxBodyBytes()) {
      throw new BodyTooLong();
    }
    body.writeBytes(part);
  }

  private Reply tooLong() {
    return Reply.problem(
            413,
            "Content Too Large",
            "body: too long (expected: at most " + options.maxBodyBytes() + " bytes)")
        .with("Connection", "close");
  }

  private static Call call(HttpServerRequest request, String body) {
    String method = request.method().name();
    List<Header> headers =
        request.requestHeaders().entries().stream()
            .map(entry -> new Header(entry.getKey(), entry.getValue()))
            .toList();
    String requestLine = method + " " + request.uri() + " " + request.version().text();
    return new Call(method, request.fullPath(), requestLine, headers, body);
  }

  private static Mono<Void> send(Call call, Reply reply, HttpServerResponse response) {
    response.status(reply.status());
    reply.headers().forEach(response::header);
    byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
    response.header("Content-Length", String.valueOf(body.length));
    if (call.method().equals("HEAD")) {
      return response.send();
    }
    return response.sendByteArray(Mono.just(body)).then();
  }

  /** The body is longer than the options allow. */
  private static final class BodyTooLong extends RuntimeException {

    private static final long serialVersionUID = 1;

    BodyTooLong() {
      super(null, null, false, false);
    }
  }
}
