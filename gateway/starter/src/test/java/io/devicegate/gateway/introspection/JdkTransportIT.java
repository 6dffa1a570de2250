package io.devicegate.gateway.introspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.devicegate.gateway.introspection.Introspection.Active;
import io.devicegate.gateway.introspection.Introspection.CannotCheck;
import io.devicegate.gateway.introspection.Introspection.Outage;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JdkTransportIT {

  private final List<String> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void asksARealServerWithTheSecretInTheHeader() {
    serve(exchange -> answer(exchange, 200, "{\"active\":true,\"sub\":\"alice\"}"));

    Introspection result = check(ClientAuthentication.BASIC);

    assertThat(result).isInstanceOf(Active.class);
    assertThat(received)
        .containsExactly("POST Basic aWQ6c2VjcmV0 token=opaque&token_type_hint=access_token");
  }

  @Test
  void asksARealServerWithTheSecretInTheForm() {
    serve(exchange -> answer(exchange, 200, "{\"active\":true,\"sub\":\"alice\"}"));

    check(ClientAuthentication.POST);

    assertThat(received)
        .containsExactly(
            "POST null token=opaque&token_type_hint=access_token&client_id=id&client_secret=secret");
  }

  @Test
  void doesNotFollowARedirectWithTheToken() {
    serve(
        exchange -> {
          exchange.getResponseHeaders().set("Location", "/elsewhere");
          answer(exchange, 307, "");
        });

    assertThat(check(ClientAuthentication.BASIC))
        .isEqualTo(new CannotCheck(Outage.MISCONFIGURED, Duration.ofSeconds(1)));
    assertThat(received).hasSize(1);
  }

  @Test
  void stopsReadingAnAnswerThatIsTooLong() {
    serve(exchange -> answer(exchange, 200, "{\"x\":\"" + "a".repeat(5_000_000) + "\"}"));

    assertThat(check(ClientAuthentication.BASIC)).isInstanceOf(CannotCheck.class);
  }

  @Test
  void givesUpOnAServerThatDoesNotAnswer() {
    serve(exchange -> awaitEnd());

    assertThat(check(ClientAuthentication.BASIC))
        .isEqualTo(new CannotCheck(Outage.UNREACHABLE, Duration.ofSeconds(1)));
  }

  @Test
  void givesUpOnABodyThatDoesNotEnd() {
    serve(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          OutputStream body = exchange.getResponseBody();
          body.write("{\"active\":".getBytes(StandardCharsets.UTF_8));
          body.flush();
          awaitEnd();
        });

    assertThat(check(ClientAuthentication.BASIC))
        .isEqualTo(new CannotCheck(Outage.UNREACHABLE, Duration.ofSeconds(1)));
  }

  @Test
  void aClosedPortIsAnOutage() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }

    assertThat(check(port, ClientAuthentication.BASIC))
        .isEqualTo(new CannotCheck(Outage.UNREACHABLE, Duration.ofSeconds(1)));
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void serve(HttpHandler handler) {
    server.createContext(
        "/",
        exchange -> {
          String form =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          received.add(exchange.getRequestMethod() + " " + authorization + " " + form);
          handler.handle(exchange);
        });
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Introspection check(ClientAuthentication authentication) {
    return check(server.getAddress().getPort(), authentication);
  }

  private static Introspection check(int port, ClientAuthentication authentication) {
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    IntrospectionSettings settings =
        new IntrospectionSettings(
            URI.create("http://" + host + ":" + port + "/introspect"),
            "id",
            "secret",
            authentication,
            "https://issuer.example/",
            Set.of(),
            Duration.ofSeconds(30),
            Duration.ofSeconds(2),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            1 << 20,
            100,
            64 << 10,
            10);
    return new IntrospectedTokens(settings, new JdkTransport(settings), Clock.systemUTC())
        .check("opaque")
        .join();
  }
}
